"""Money of a case: asked for by one, released by another, done with a receipt."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.scope import MayNot
from cairn.guard.sealed.attachments import LARGEST, attachment_response
from cairn.guard.sealed.uploads import sealed_uploads
from cairn.guard.trace.events import Event
from cairn.people.workspace.showing import colleague
from cairn.programmes.casework.acts import ask_for_money, confirm_paid, decide_money, return_money
from cairn.programmes.casework.codes import PaymentState, ServiceKind
from cairn.programmes.casework.models import Payment
from cairn.programmes.casework.workspace.case import CaseAct, CasePage, OfCase
from cairn.programmes.casework.workspace.doing import Day, today
from cairn.programmes.casework.workspace.tabs import CaseTab, register_case_tab


class MoneyScreen(CasePage):
    """The tab: each payment, how far it is, and what can be done with it."""

    template_name = "casework/money.html"
    tab = "money"

    def context(self) -> dict[str, Any]:
        payments = self.parts(Payment).select_related("data_key", "made_by", "released_by")
        return {
            **super().context(),
            "payments": [self._payment(each) for each in payments.order_by("-made_at", "pk")],
        }

    def _payment(self, row: Payment) -> dict[str, Any]:
        user, edits = self.request.user, self.may(Can.CASE_EDIT, self.row)
        is_asked, is_released = row.state == PaymentState.ASKED, row.state == PaymentState.RELEASED
        return {
            "row": row,
            "asked_by": colleague(row.made_by),
            "released_by": colleague(row.released_by) if row.released_by else "",
            "may_decide": is_asked and row.made_by_id != user.pk and self.may(Can.MONEY_RELEASE, row),
            "may_pay": is_released and edits,
        }


class AskForm(forms.Form):
    kind = forms.ChoiceField(label=_("For"), choices=ServiceKind.choices)
    amount = forms.DecimalField(label=_("Amount"), min_value=1, max_digits=12, decimal_places=2)
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=_("Currency"),
        help_text=_("Three letters, such as EUR."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "maxlength": 3}),
    )
    planned_on = forms.DateField(label=_("Planned for"), initial=today, widget=Day)
    why = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_currency(self) -> str:
        return self.cleaned_data["currency"].upper()


class AskScreen(CaseAct):
    """Asks a second person to release a payment."""

    form_class = AskForm
    leads_to = "casework:money"
    title = _("Ask for a payment")
    icon = "plus"
    button = _("Ask")
    said = _("Asked. A second person releases it, and then it can be paid.")

    def form_options(self) -> dict[str, Any]:
        last = self.row.payments.order_by("-made_at").values_list("currency", flat=True).first()
        return {"initial": {"currency": last or ""}}

    def act(self, form: forms.Form) -> Payment:
        return ask_for_money(self.row, by=self.request.user, **form.cleaned_data)


class OfPayment(CaseAct):
    """A step of one payment, with what it is about above the form."""

    model = Payment
    leads_to = "casework:money"
    template_name = "casework/payment.html"
    read_event = Event.CASE_READ

    def context(self) -> dict[str, Any]:
        facts = [{"label": _("why"), "value": self.row.why}] if "why" in self.seen else []
        return {**super().context(), "facts": facts, "asked_by": colleague(self.row.made_by)}


class DecideForm(forms.Form):
    is_released = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("release the payment")), ("no", _("refuse it"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("Answer"), max_length=500, required=False)


class DecideScreen(OfPayment):
    """A second person releases a payment, or says why not."""

    right = Can.MONEY_RELEASE
    form_class = DecideForm
    title = _("Release a payment")
    icon = "tick"
    button = _("Decide")
    said = _("Your decision is recorded.")

    def act(self, form: forms.Form) -> Payment:
        return decide_money(self.row, by=self.request.user, **form.cleaned_data)


class PaidForm(forms.Form):
    paid_on = forms.DateField(label=_("Paid on"), initial=today, widget=Day)
    receipt = forms.FileField(label=_("Receipt"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["receipt"].help_text = _("Signed by the person. At most %(most)d MB.") % {
            "most": LARGEST >> 20
        }


class PaidScreen(OfPayment):
    """The person has it; the receipt is sealed as it comes in."""

    form_class = PaidForm
    title = _("It was paid")
    icon = "tick"
    button = _("Save")
    said = _("Paid, and the receipt is kept.")

    def act(self, form: forms.Form) -> Payment:
        return confirm_paid(self.row, by=self.request.user, **form.cleaned_data)


class ReturnForm(forms.Form):
    why = forms.CharField(label=_("Why it was not paid out"), max_length=500)


class ReturnScreen(OfPayment):
    """The money came back."""

    form_class = ReturnForm
    title = _("It was not paid out")
    icon = "undo"
    button = _("Save")
    said = _("Returned.")

    def act(self, form: forms.Form) -> Payment:
        return return_money(self.row, by=self.request.user, **form.cleaned_data)


class ReceiptScreen(OfCase):
    """The receipt of a payment, as a download."""

    model = Payment

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "receipt" not in self.seen:
            raise MayNot
        if self.row.receipt is None:
            raise Http404
        return attachment_response(self.row.receipt, by=request.user, about=self.case.person_id)


register_case_tab(CaseTab(name="money", label=_("Money"), address="casework:money", order=70))

urls = [
    path("<uuid:pk>/money/", MoneyScreen.as_view(), name="money"),
    path("<uuid:pk>/money/ask/", AskScreen.as_view(), name="money-ask"),
    path("payment/<uuid:pk>/", DecideScreen.as_view(), name="money-decide"),
    path("payment/<uuid:pk>/paid/", sealed_uploads(PaidScreen.as_view()), name="money-paid"),
    path("payment/<uuid:pk>/returned/", ReturnScreen.as_view(), name="money-return"),
    path("payment/<uuid:pk>/receipt/", ReceiptScreen.as_view(), name="receipt"),
]
