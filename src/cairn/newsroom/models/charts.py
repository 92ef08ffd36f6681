"""A chart or map as a page shows it: an indicator of a release by one of its divisions. Nothing of it is drawn or typed."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cairn.evidence.models import Release, Released, State
from cairn.evidence.words import in_language
from cairn.newsroom.addresses import data_address


class ReleaseChartManager(models.Manager["ReleaseChart"]):
    """A chart is never shown without knowing whether its release still stands."""

    def get_queryset(self) -> models.QuerySet["ReleaseChart"]:
        return super().get_queryset().select_related("release__series", "missing_from__series")


class ReleaseChart(models.Model):
    """What a page shows of a release as a drawing with its table: in every language, light and dark.

    It stays with the release it was chosen from, or follows the latest; like a figure in a sentence, it changes only
    with an entry in its history.
    """

    release = models.ForeignKey(
        Release, verbose_name=_("release"), on_delete=models.PROTECT, editable=False, related_name="charts"
    )
    indicator = models.CharField(_("indicator"), max_length=80, editable=False, db_index=True)
    division = models.CharField(_("divided by"), max_length=80, editable=False)
    follows = models.BooleanField(_("follows the latest release"), default=False, editable=False)
    # The newer release against which an editor has kept the chart as it is.
    kept_against = models.ForeignKey(
        Release, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    # The newest release of its series, where that no longer has it.
    missing_from = models.ForeignKey(
        Release, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ReleaseChartManager()

    class Meta:
        verbose_name = _("chart")
        verbose_name_plural = _("charts")
        ordering = ("indicator", "division", "pk")

    def __str__(self) -> str:
        language, released = get_language() or "", self.released
        word = in_language(released.result.division(self.division).words, language) or self.division
        return f"{released.title(language)} · {word} · {self.release}"

    @property
    def released(self) -> Released:
        return Released.objects.get(release=self.release_id, code=self.indicator)

    @property
    def is_withdrawn(self) -> bool:
        return bool(self.release.state == State.WITHDRAWN)

    def address(self, language: str | None = None) -> str:
        """Where readers find all that the mission says of the indicator."""
        return data_address(self.indicator, language or get_language() or settings.LANGUAGE_CODE)
