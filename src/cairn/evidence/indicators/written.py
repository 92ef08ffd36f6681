"""Indicators that colleagues wrote, as far as a second person has reviewed them.

Whether such a text still fits its facts is asked when it is counted: a programme may change its columns long after the
review, and one text that no longer fits must not take the others with it.
"""

from collections.abc import Iterator

from django.db.models import Count, Max

from cairn.evidence.indicators.declaration import Indicator


def last_move() -> object:
    """Another answer than before means that texts have come into force, or left it."""
    from cairn.evidence.models import IndicatorText

    return tuple(sorted(IndicatorText.objects.aggregate(many=Count("pk"), last=Max("moved_at")).items()))


def written() -> Iterator[Indicator]:
    """Those in force that can be read, the lowest version first."""
    from cairn.evidence.models import IndicatorText

    for text in IndicatorText.objects.in_force().order_by("code", "version"):
        if (one := text.declared) is not None:
            yield one
