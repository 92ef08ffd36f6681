"""The addresses of tracking: numbers only."""

from cairn.programmes.tracking.workspace import files, incidents, names, names_over, places

app_name = "tracking"
urlpatterns = [*places.urls, *incidents.urls, *names.urls, *names_over.urls, *files.urls]
