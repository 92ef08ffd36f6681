"""The sentences that notices can say. A task, an e-mail or a title carries no more than these."""

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What happened; each sentence names a reference, which is the record's own."""

    CASE_DECIDED = "case-decided", _("What you asked about the case %(reference)s was decided.")
    CASE_HANDED_OVER = "case-handed-over", _("The case %(reference)s was handed over to you.")
    CASE_WAITS = "case-waits", _("The case %(reference)s waits for your decision.")
    CHART_FOLLOWED = (
        "chart-followed",
        _("The chart of %(reference)s follows a new release and shows something else now: look at it."),
    )
    CHART_MISSING = (
        "chart-missing",
        _(
            "The newest release no longer has the chart of %(reference)s: keep it with its release, or choose another."
        ),
    )
    CHART_SAYS_OTHERWISE = (
        "chart-says-otherwise",
        _(
            "A newer release says something else than the chart of %(reference)s: accept it, or keep the chart."
        ),
    )
    CHART_WITHDRAWN = (
        "chart-withdrawn",
        _("The release from which the chart of %(reference)s comes was withdrawn: choose another chart."),
    )
    CLOCK_RUNS_OUT = (
        "clock-runs-out",
        _("A clock in the case %(reference)s runs out: look at its tasks."),
    )
    CODES_TRIED = "codes-tried", _("%(reference)s typed many codes to break the glass that opened nothing.")
    CONFLICT_WAITS = (
        "conflict-waits",
        _("Two colleagues changed the same field of %(reference)s: choose one."),
    )
    CONSENT_WITHDRAWN = (
        "consent-withdrawn",
        _("A consent of %(reference)s was withdrawn: share nothing more on it."),
    )
    DUPLICATES_FOUND = "duplicates-found", _("New possible doubles wait for review.")
    EXPORT_READY = "export-ready", _("Your export %(reference)s is ready.")
    FIGURE_FOLLOWED = (
        "figure-followed",
        _("The figure %(reference)s follows a new release and says something else now: read old and new."),
    )
    FIGURE_HOLDS_NO_MORE = (
        "figure-holds-no-more",
        _("What the figure %(reference)s says no longer holds by a new release: choose other words."),
    )
    FIGURE_MISSING = (
        "figure-missing",
        _(
            "The newest release no longer has the figure %(reference)s: keep it with its release, or write the "
            "sentence anew."
        ),
    )
    FIGURE_SAYS_OTHERWISE = (
        "figure-says-otherwise",
        _(
            "A newer release says something else than the figure %(reference)s: accept it, or keep the figure."
        ),
    )
    FIGURE_WITHDRAWN = (
        "figure-withdrawn",
        _("The release from which the figure %(reference)s comes was withdrawn: choose another figure."),
    )
    GLASS_BROKEN = "glass-broken", _("The glass was broken over %(reference)s.")
    IMPORT_DONE = "import-done", _("Your import %(reference)s is through.")
    INDICATOR_REVIEWED = "indicator-reviewed", _("The indicator %(reference)s was reviewed and is in force.")
    INDICATOR_SENT_BACK = (
        "indicator-sent-back",
        _("The indicator %(reference)s was sent back to you: read why."),
    )
    INDICATOR_WAITS = "indicator-waits", _("The indicator %(reference)s waits for your review.")
    MONEY_WAITS = "money-waits", _("A payment in the case %(reference)s waits for your release.")
    NAMES_DUE = "names-due", _("Names of the dead and missing have reached the end of their retention.")
    PROTECTED_ROLE_GIVEN = (
        "protected-role-given",
        _("%(reference)s was given a role that reaches protected records."),
    )
    REFERRAL_ANSWERED = "referral-answered", _("A partner answered a referral in the case %(reference)s.")
    RELEASE_APPROVED = "release-approved", _("The release %(reference)s was approved: you can publish it.")
    RELEASE_ASKED = "release-asked", _("The release %(reference)s waits for your approval.")
    RELEASE_BUILT = (
        "release-built",
        _("The release %(reference)s is built, attacked and safe: read its tables."),
    )
    RELEASE_REFUSED = (
        "release-refused",
        _("The release %(reference)s gives people away: read what the attack found."),
    )
    RELEASE_SENT_BACK = "release-sent-back", _("The release %(reference)s was sent back to you: read why.")
    RELEASE_STOPPED = "release-stopped", _("The release %(reference)s could not be built: read why.")
    RETENTION_DUE = "retention-due", _("Records have reached the end of their retention.")


def sentences() -> Sequence[tuple[str, object]]:
    """All of them, asked for when they are needed: a new sentence changes no table."""
    return Kind.choices
