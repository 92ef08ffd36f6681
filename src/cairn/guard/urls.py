"""The addresses of the guard's screens: opaque numbers only, never a name or a reference."""

from cairn.guard.workspace import glass, left_behind, trace, trace_export

app_name = "guard"
urlpatterns = [*trace.urls, *trace_export.urls, *glass.urls, *left_behind.urls]
