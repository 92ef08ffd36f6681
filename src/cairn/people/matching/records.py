"""What matching knows about a person: plain text, opened for one act and forgotten after it."""

from typing import NamedTuple


class Record(NamedTuple):
    """One row of the register, as far as it helps to tell people apart. Empty text means: not known.

    Names may stand in any letters. `born` is an ISO date, as exact as it is known: "1990", "1990-05", "1990-05-12".
    """

    id: int
    given_name: str = ""
    father_name: str = ""
    family_name: str = ""
    born: str = ""
    sex: str = ""
    nationality: str = ""
    birth_place: str = ""
    phones: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    reference: str = ""
    other_names: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.given_name, self.father_name, self.family_name) if part)
