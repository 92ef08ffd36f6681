"""Proper names that the source pages and the demonstration share: titles, people, bodies. Facts, not sentences."""

import re
from hashlib import sha256

NAMES = (
    "migration symposium migration and the sustainable development goals",
    "world migration report 2015 migrants and cities new partnerships to manage mobility",
    "migrants and cities new partnerships to manage mobility",
    "brain gain strengthening somali institutions and the role of uk diaspora professionals",
    "addressing human trafficking and exploitation in times of crisis",
    "addressing complex migration flows in the mediterranean",
    "world day against trafficking in persons",
    "university of oxford refugee studies centre",
    "conference on migrants and cities",
    "catholic bishops conference of england and wales",
    "international organization for migration",
    "worldwide somali students and professionals",
    "worldwide somali students professionals",
    "economist intelligence unit",
    "william lacy swing",
    "cardinal vincent nichols",
    "royal society kohn centre",
)
LENGTH = 8


def shingles(text: str) -> set[str]:
    """Fingerprints of every run of eight words, each proper name counted as one word."""
    plain = " ".join(re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", "")))
    for name in sorted(NAMES, key=len, reverse=True):
        plain = plain.replace(name, "aname")
    words = plain.split()
    runs = (" ".join(words[i : i + LENGTH]) for i in range(len(words) - LENGTH + 1))
    return {sha256(run.encode()).hexdigest()[:16] for run in runs}
