"""What one release says of one indicator: declaration, dimensions with their words, and cells."""

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.evidence.indicators.declaration import Indicator
from cairn.evidence.models.releases import OUT, Release, State
from cairn.evidence.releases.results import Result, result_of


class ReleasedQuerySet(models.QuerySet["Released"]):
    """What was said of an indicator, in which releases."""

    def out(self) -> Self:
        return self.filter(release__state__in=OUT)

    def of(self, code: str) -> Self:
        """The latest to be published first."""
        return (
            self.filter(code=code).select_related("release__series").order_by("-release__published_at", "-pk")
        )

    def latest(self, code: str) -> "Released | None":
        """What the mission says of an indicator today."""
        return self.of(code).filter(release__state=State.PUBLISHED).first()


class Released(models.Model):
    """An indicator in a release. Written once when the release is built, and never changed after it is out."""

    release = models.ForeignKey(
        Release, on_delete=models.CASCADE, related_name="released", verbose_name=_("release")
    )
    code = models.CharField(_("indicator"), max_length=80, db_index=True)
    version = models.PositiveIntegerField(_("version"))
    # The canonical form of a `Result`, the same bytes as the file `tables/<code>.json` of the release.
    content = models.JSONField()
    digest = models.CharField(max_length=64)

    objects: ClassVar[Any] = ReleasedQuerySet.as_manager()

    class Meta:
        verbose_name = _("released indicator")
        verbose_name_plural = _("released indicators")
        ordering = ("release", "code")
        constraints = [
            models.UniqueConstraint(
                fields=("release", "code"), name="evidence_an_indicator_once_in_a_release"
            )
        ]

    def __str__(self) -> str:
        return f"{self.release.name}: {self.code}"

    @property
    def result(self) -> Result:
        if not hasattr(self, "_result"):
            self._result = result_of(self.content)
        return self._result

    @property
    def declared(self) -> Indicator:
        return self.result.indicator

    def title(self, language: str) -> Any:
        return self.declared.words("title", language)
