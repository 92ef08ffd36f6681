"""The addresses of the register: opaque numbers only, never a name or a reference."""

from cairn.people.workspace import register

app_name = "people"
urlpatterns = [*register.urls]
