"""The addresses of the guard's screens."""

from django.urls import URLPattern

app_name = "guard"
urlpatterns: list[URLPattern] = []
