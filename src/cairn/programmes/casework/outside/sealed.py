"""What the Cairn of a partner asks for and hands over, behind the same links as the pages: letters, and codes for why not.

No browser comes here, so there is no form and no cookie: whoever has the link and the passphrase, or a letter signed
with the partner's key, is let in.
"""

from http import HTTPStatus
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from cairn.mission.errors import CairnError
from cairn.programmes.casework.acts.answering import (
    OpensNothing,
    OtherKey,
    WrongPassphrase,
    open_sealed,
    take_letter,
)
from cairn.programmes.casework.outside.pages import Unkept
from cairn.programmes.casework.sharing.direct import OTHER_KEY, WRONG_PASSPHRASE
from cairn.programmes.casework.sharing.sealing import LARGEST, CannotOpen


@method_decorator(csrf_exempt, name="dispatch")
class SealedPackage(Unkept):
    """Gives the package, sealed to the partner's key."""

    http_method_names: ClassVar[list[str]] = ["post"]

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        passphrase, key = (request.POST.get(name, "")[:100] for name in ("passphrase", "key"))
        try:
            letter = open_sealed(token, passphrase, key=key or "none")
        except OpensNothing as nothing:
            return _no(HTTPStatus.GONE, nothing.why)
        except WrongPassphrase:
            return _no(HTTPStatus.UNPROCESSABLE_ENTITY, WRONG_PASSPHRASE)
        except OtherKey:
            return _no(HTTPStatus.CONFLICT, OTHER_KEY)
        return HttpResponse(letter, content_type="application/json")


@method_decorator(csrf_exempt, name="dispatch")
class SealedAnswer(Unkept):
    """Takes a receipt or an answer."""

    http_method_names: ClassVar[list[str]] = ["post"]

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            take_letter(token, request.read(LARGEST + 1))
        except OpensNothing:
            return _no(HTTPStatus.GONE)
        except CannotOpen:
            return _no(HTTPStatus.UNPROCESSABLE_ENTITY)
        except (CairnError, ValidationError):
            # It does not follow from where the referral stands, or lacks its reason.
            return _no(HTTPStatus.CONFLICT)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _no(status: HTTPStatus, why: str = "") -> HttpResponse:
    return JsonResponse({"why": why}, status=status)
