"""A case in the columns of CTDC, without anything that names anybody. For tables that are protected afterwards."""

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cairn.people.births import age_on

FILE = Path(__file__).parent / "ctdc.toml"
STARTS = (0, 9, 18, 21, 24, 27, 30, 39, 48)
GENDERS = {"Feminine": "Female", "Masculine": "Male", "TransgenderFeminine": "Transgender",
           "TransgenderMasculine": "Transgender"}  # fmt: skip
LABOUR = ("ForcedLabour", "ChildLabour", "Servitude", "ForcedBegging")


def columns() -> list[str]:
    """All of them, in the order of the dataset."""
    told = _declared()
    return [
        *told["plain"],
        *(f"meansOfControl{name}" for name in (*told["means_of_control"], "NotSpecified", "Concatenated")),
        *(f"typeOfLabour{name}" for name in (*told["type_of_labour"], "NotSpecified", "Concatenated")),
        *(f"typeOfSex{name}" for name in (*told["type_of_sex"], "Concatenated")),
        *(f"recruiterRelation{name}" for name in (*told["recruiter_relation"], "Unknown")),
    ]


def ctdc_row(record: Mapping[str, Any], *, registered: dt.date, source: str) -> dict[str, str]:
    """One case of HTCDS as a row of CTDC: “1”, “0”, or a code."""
    told, vic, prs = _declared(), record.get("vic", {}), record.get("prs", {})
    age = age_on(prs.get("prs_Birthdate", ""), registered)
    kinds = set(vic.get("vic_TypeOfExploitation", []))
    is_labour, is_sexual = not kinds.isdisjoint(LABOUR), "SexualExploitation" in kinds
    controls, labour = vic.get("vic_MethodsOfControl", []), vic.get("vic_ForcedLabourIndustry", [])
    relation = vic.get("vic_RelationshipToTrafficker", "")
    row = dict.fromkeys(columns(), "")
    row |= {
        "yearOfRegistration": str(registered.year),
        "Datasource": source,
        "gender": GENDERS.get(prs.get("prs_Gender", ""), "Unknown"),
        "ageBroad": _age_band(age),
        "majorityStatus": _majority(age),
        "majorityStatusAtExploit": _majority(vic.get("vic_AgeWhenTrafficked")),
        "citizenship": next(iter(prs.get("prs_Citizenship", [])), "Unknown"),
        "isForcedLabour": _flag(is_labour),
        "isSexualExploit": _flag(is_sexual),
        "isOtherExploit": _flag(bool(kinds - set(LABOUR) - {"SexualExploitation"})),
        "isSexAndLabour": _flag(is_labour and is_sexual),
        "isForcedMarriage": _flag("ForcedMarriage" in kinds),
        "isForcedMilitary": _flag("ForcedMilitaryByNonStateActors" in kinds),
        "isOrganRemoval": _flag("OrganRemoval" in kinds),
        "typeOfExploitConcatenated": ";".join(sorted(kinds)),
        "RecruiterRelationship": relation,
        "CountryOfExploitation": next(
            (row["hte_Country"] for row in record.get("hte", []) if row.get("hte_Type") == "Exploitation"
             and "hte_Country" in row), "Unknown"
        ),
        "meansOfControlNotSpecified": _flag(not controls),
        "meansOfControlConcatenated": ";".join(controls),
        "typeOfLabourNotSpecified": _flag(is_labour and not labour),
        "typeOfLabourConcatenated": ";".join(labour),
        "typeOfSexConcatenated": ";".join(vic.get("vic_TypeOfSexExploitation", [])),
        "recruiterRelationUnknown": _flag(not relation),
    }  # fmt: skip
    row |= _flags("meansOfControl", told["means_of_control"], controls)
    row |= _flags("typeOfLabour", told["type_of_labour"], labour)
    row |= _flags("typeOfSex", told["type_of_sex"], vic.get("vic_TypeOfSexExploitation", []))
    return row | _flags("recruiterRelation", told["recruiter_relation"], [relation] if relation else [])


def _flags(prefix: str, wanted: Mapping[str, str], held: Iterable[str]) -> dict[str, str]:
    """“*” is for whatever no other column takes."""
    held = set(held)
    taken = {code for codes in wanted.values() for code in codes.split()}
    return {
        f"{prefix}{name}": _flag(bool(held - taken) if codes == "*" else not held.isdisjoint(codes.split()))
        for name, codes in wanted.items()
    }


def _flag(is_so: bool) -> str:
    return "1" if is_so else "0"


def _age_band(age: int | None) -> str:
    if age is None:
        return "Unknown"
    return str(_declared()["ages"][max(at for at, first in enumerate(STARTS) if first <= age)])


def _majority(age: int | None) -> str:
    return "Unknown" if age is None else "Minor" if age < 18 else "Adult"


@cache
def _declared() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
