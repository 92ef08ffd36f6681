"""The addresses of tracking: numbers only."""

from cairn.programmes.tracking.workspace import files, incidents, names, places

app_name = "tracking"
urlpatterns = [*places.urls, *incidents.urls, *names.urls, *files.urls]
