"""What every protected screen does before it shows a word."""

from typing import Any, ClassVar

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.localization import get_localized_response

from cairn.guard.rights import STEP_UP, Can
from cairn.guard.scope import OutsideScope, ensure, fields_seen, may
from cairn.guard.screens.keeping import is_kept, kept
from cairn.guard.screens.surroundings import surroundings
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event


class Screen(View):
    """A page of the workspace for colleagues with a right.

    `right` must be held anywhere; `title` and `icon` head the page; `crumbs()` says the way to it. What is read on
    it is read, traced and drawn in one transaction.
    """

    right: ClassVar[Can]
    template_name: ClassVar[str] = ""
    title: ClassVar[Any] = ""
    icon: ClassVar[str] = "user"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            if is_kept(request):
                return kept(request)
            return redirect_to_login(request.get_full_path())
        return get_localized_response(self._admitted, request, *args, **kwargs)

    def _admitted(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        self.prepare()
        with transaction.atomic():
            self.admit()
            if self.right in STEP_UP and not did_recently_reauthenticate(request):
                return self._step_up()
            response = super().dispatch(request, *args, **kwargs)
        response = self.committed(response)
        response["Cache-Control"] = "no-store"
        return response

    def prepare(self) -> None:
        """Ask another machine before the transaction begins: nobody waits for a row meanwhile.

        Nobody was admitted yet, so the act that asks begins with the right to it.
        """

    def committed(self, response: HttpResponse) -> HttpResponse:
        """Tell another machine once all of it is kept."""
        return response

    def admit(self) -> None:
        """Refuse whoever lacks the right, before anything is read."""
        ensure(self.request.user, self.right)

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        """Draw the page now, while the transaction lasts."""
        return render(self.request, self.template_name, {**self.context(), **context}, status=status)

    def context(self) -> dict[str, Any]:
        return {
            **surroundings(self.request),
            "screen": self,
            "header_title": self.heading,
            "header_icon": self.icon,
            "breadcrumbs_items": [*self.crumbs(), {"url": "", "label": self.heading}],
        }

    @property
    def heading(self) -> str:
        return str(self.title)

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]

    def may(self, can: Can, row: Any = None) -> bool:
        return may(self.request.user, can, row)

    def trace(self, event: Event, subject: Any = None, **data: Any) -> None:
        """Write down what is shown, with the page that shows it; of a part also whose it is, if it is somebody's."""
        record(event, subject, by=self.request.user, data={**_whose(subject), **data})

    def _step_up(self) -> HttpResponse:
        """What cannot be taken back asks again who is there; what was written meanwhile waits in the page."""
        if is_kept(self.request):
            return kept(self.request, must_confirm=True)
        there = {"next": self.request.get_full_path()}
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode(there)}")


def _whose(subject: Any) -> dict[str, Any]:
    person = getattr(subject, "person_id", None) if isinstance(subject, Model) else None
    return {"person": person} if person else {}


class RowScreen(Screen):
    """A page about one protected row, which the address names by its opaque number."""

    model: ClassVar[type[Model]]
    read_event: ClassVar[Event | None] = None

    def admit(self) -> None:
        self.row = self.find_row()
        ensure(self.request.user, self.right, self.row)

    def find_row(self) -> Any:
        """The row, if it is within the scope; a row that is not and one that never was answer alike."""
        rows = self.rows().filter(pk=self.kwargs["pk"])
        row = rows.first()
        if row is None:
            raise OutsideScope(_("There is no such record, or it is outside your scope."))
        return row

    def rows(self) -> Any:
        return self.model.objects.visible_to(self.request.user).with_keys()

    @property
    def heading(self) -> str:
        return str(self.row)

    @property
    def seen(self) -> frozenset[str]:
        """The fields of this row that this colleague may see."""
        return fields_seen(self.request.user, self.row)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "row": self.row, "seen": self.seen}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.read_event:
            self.trace(self.read_event, self.row)
        return self.show()
