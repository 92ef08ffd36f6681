"""The language of an answer."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

WORKSPACE = ("/account/", "/admin/", "/documents/", "/media/")


class LanguageMiddleware(LocaleMiddleware):
    """Django's own, but for the workspace: what is not there is not looked for among the public pages of a language.

    There a missing row would answer with a redirect, and a row that is outside somebody's scope must answer
    exactly as if it did not exist.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and request.path_info.startswith(WORKSPACE):
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            return response
        return super().process_response(request, response)
