"""The addresses of tracking: numbers only."""

from cairn.programmes.tracking.workspace import files, incidents, places

app_name = "tracking"
urlpatterns = [*places.urls, *incidents.urls, *files.urls]
