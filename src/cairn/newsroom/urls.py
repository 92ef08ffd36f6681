"""Addresses of the newsroom that no page of the tree answers, as previews of what `publish` writes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
