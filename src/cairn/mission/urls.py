"""The addresses of the workspace. The public site has none of these: it is files."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_required
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cairn.newsroom import urls as newsroom_urls

handler400 = "cairn.guard.screens.refusals.not_understood"
handler403 = "cairn.guard.screens.refusals.not_allowed"
handler404 = "cairn.guard.screens.refusals.not_found"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="wagtailadmin_home"), name="workspace"),
    # One door: Wagtail's own sign-in knows no second factor.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("account/", include("allauth.urls")),
    # Protected screens stand before Wagtail's, whose decorator would turn each 403 into a message elsewhere.
    path("admin/guard/", include("cairn.guard.urls")),
    path("admin/people/", include("cairn.people.urls")),
    path("admin/casework/", include("cairn.programmes.casework.urls")),
    path("told/", include("cairn.programmes.casework.outside.urls")),
    path("admin/tracking/", include("cairn.programmes.tracking.urls")),
    path("admin/evidence/", include("cairn.evidence.urls")),
    path("admin/figures/", include("cairn.newsroom.figures.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Uploads wait here for their page: only colleagues see them before it is published.
    path("media/<path:path>", login_required(serve), {"document_root": settings.MEDIA_ROOT}, name="media"),
    path("assets/<path:path>", serve, {"document_root": settings.STORAGE / "assets"}, name="assets"),
    *i18n_patterns(path("", include(newsroom_urls)), path("", include(wagtail_urls))),
]
