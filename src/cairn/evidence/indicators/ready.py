"""Whether a text could count something today: all that would refuse it later is asked now, with its line."""

from typing import Any

from django.utils.translation import gettext as _

from cairn.evidence.indicators.declaration import Indicator
from cairn.evidence.indicators.library import declared, ensure_fits, refuse_circles
from cairn.evidence.indicators.reading import WrongIndicator, line_of, parse_indicator


def ensure_ready(text: Any) -> Indicator:
    """The indicator that a kept text declares, held to its name, its facts, the policy and all other indicators."""
    return ready(text.text, text.code, text.version)


def ready(words: str, code: str, version: int) -> Indicator:
    name = f"{code}.toml"
    one = parse_indicator(words, name)
    for key, said, meant in (("code", one.code, code), ("version", one.version, version)):
        if said != meant:
            raise WrongIndicator(
                name,
                line_of(words, [key]),
                _("this text is version %(version)d of “%(code)s”, and says “%(said)s”.")
                % {"version": version, "code": code, "said": said},
                _("Begin another text for another indicator: released figures are found by its code."),
            )
    ensure_fits(one, words, name)
    refuse_circles(one, {**declared(), one.code: one}, words, name)
    return one
