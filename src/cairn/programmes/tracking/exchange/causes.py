"""The causes of death of the Missing Migrants Project: its categories, and the words of its older files."""

import re

from cairn.programmes.tracking.codes import Cause

# As the project writes them.
NAMES = {
    Cause.DROWNING: "Drowning",
    Cause.HARSH_CONDITIONS: "Harsh environmental conditions / lack of adequate shelter, food, water",
    Cause.SICKNESS: "Sickness / lack of access to adequate healthcare",
    Cause.TRANSPORT: "Vehicle accident / death linked to hazardous transport",
    Cause.VIOLENCE: "Violence",
    Cause.ACCIDENTAL: "Accidental death",
    Cause.MIXED_OR_UNKNOWN: "Mixed or unknown",
}
# Before 2020 causes were free words; these beginnings of words tell which category they belong to.
_SAID = {
    Cause.DROWNING: ("drown",),
    Cause.HARSH_CONDITIONS: ("dehydrat", "exhaust", "exposure", "hyperthermia", "hypothermia", "starv"),
    Cause.SICKNESS: ("disease", "illness", "lack of medic", "sick"),
    Cause.TRANSPORT: ("asphyx", "crushed", "hit by", "plane", "suffocat", "train", "truck", "vehicle"),
    Cause.VIOLENCE: ("beat", "killed by", "murder", "shoot", "shot", "stab", "violen"),
    Cause.ACCIDENTAL: ("accidental", "electrocut", "fall", "fell"),
}


def cause_of(reported: str) -> Cause:
    """The category of what was reported; words of two categories, or of none, are mixed or unknown."""
    plain = " ".join(reported.casefold().split())
    for cause, name in NAMES.items():
        if plain in (name.casefold(), str(cause)):
            return cause
    found = {cause for cause, words in _SAID.items() if re.search(rf"\b({'|'.join(words)})", plain)}
    return found.pop() if len(found) == 1 else Cause.MIXED_OR_UNKNOWN
