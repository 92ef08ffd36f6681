"""Addresses of the newsroom that no page of the tree answers, as previews of what `publish` writes."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import get_language

from cairn.newsroom.figures.page import figure_context
from cairn.newsroom.models import Figure


@login_required
def figure_page(request: HttpRequest, code: str) -> HttpResponse:
    """A figure’s own page, also before any page that everybody may read shows it."""
    figure = get_object_or_404(Figure, code=code)
    return render(request, "newsroom/figure_page.html", figure_context(figure, get_language() or ""))


urlpatterns = [path("figures/<slug:code>/", figure_page, name="figure_page")]
