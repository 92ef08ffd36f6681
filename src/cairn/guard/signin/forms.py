"""The forms that take a code. Whoever tries codes out waits; a passkey lets the colleague in meanwhile."""

from typing import Any

from allauth.account.forms import ReauthenticateForm as ReauthenticatePasswordForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cairn.guard.signin.reads import MOST_CODES, wrong_codes_of
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event


class PatientWithCodes:
    """A wrong code is an entry of the trace, and after six of them in a quarter of an hour no code is looked at."""

    user: Any

    def clean_code(self) -> str:
        if wrong_codes_of(self.user) >= MOST_CODES:
            raise ValidationError(_("Too many codes were wrong. Wait a quarter of an hour, then try again."))
        try:
            return super().clean_code()  # type: ignore[misc]
        except ValidationError:
            with transaction.atomic():
                record(Event.SECOND_FACTOR_FAILED, self.user, by=self.user)
            raise


class CodeForm(PatientWithCodes, AuthenticateForm):
    pass


class CodeAgainForm(PatientWithCodes, ReauthenticateForm):
    pass


class PasswordAgainForm(ReauthenticatePasswordForm):
    """No mail leaves the workspace, so there is no way to a new password from here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
