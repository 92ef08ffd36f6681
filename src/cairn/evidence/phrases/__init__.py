"""A number in the public word obeys a grammar: “over”, “nearly”, “doubled”, “from 96 countries” mean something.

A phrase is checked against what a release says of a cell. One that claims more is refused with the reason, and with
phrases that hold.
"""

from cairn.evidence.phrases.checking import Verdict, check, phrases_that_hold
from cairn.evidence.phrases.claims import Claim, Phrase
from cairn.evidence.phrases.known import Known, Quantity
from cairn.evidence.phrases.wording import Unit, say

__all__ = [
    "Claim",
    "Known",
    "Phrase",
    "Quantity",
    "Unit",
    "Verdict",
    "check",
    "phrases_that_hold",
    "say",
]
