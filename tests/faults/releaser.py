"""A process that builds a release when it is told to, and dies at whatever change of its files it is told to."""

import datetime as dt
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import publisher  # Starts Django, once for all deeds.

from cairn.evidence.acts import draft_release, order_build
from cairn.evidence.facts import FactColumn, FactTable, Kind, fact_key, register_facts
from cairn.evidence.indicators.library import register_folder
from cairn.evidence.models import Release, Series, State
from cairn.evidence.releases.building import build
from cairn.evidence.releases.store import releases_folder
from cairn.guard.acts import give_role
from cairn.guard.models import User
from cairn.guard.roles import Role

PEOPLE = 300
CHANGES = ("open", "os.remove", "os.rename", "os.rmdir", "shutil.rmtree")
DECLARED = """
code = "registered"
owner = "information"
facts = "faults.people"
dimensions = ["sex"]
[title]
en = "People registered"
[definition]
en = "People in the records."
[method]
en = "Counted from the records."
[unit.en]
other = "people"
[measure]
kind = "count"
[disclosure]
kind = "perturbed"
"""


def people() -> FactTable:
    rows = {
        "sex": ["female" if number % 3 else "male" for number in range(PEOPLE)],
        "key": [fact_key("faults.people", number) for number in range(PEOPLE)],
    }
    return FactTable(
        name="faults.people",
        title="People",
        grain="A person",
        columns=(FactColumn(name="sex", kind=Kind.CODE, title="Sex", codes=("female", "male")),),
        is_person=True,
        read=lambda: [rows],
    )


def order() -> None:
    ines = User.objects.create(username="ines")
    give_role(ines, Role.INFORMATION)
    calais = Series.objects.create(code="calais", title={"en": "Calais"})
    release = draft_release(calais, by=ines, indicators=["registered"], cut_off=dt.date(2015, 11, 16))
    order_build(release, by=ines, to_worker=False)


def build_it() -> None:
    build(Release.objects.get())


def build_and_die(at: str) -> None:
    """Before it changes files for this time; ends well where it does not change them so often."""
    root, left = str(releases_folder()), int(at)

    def count(event: str, arguments: tuple) -> None:
        nonlocal left
        is_read = event == "open" and arguments[1] in ("r", "rb")
        if event in CHANGES and str(arguments[0]).startswith(root) and not is_read:
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    build_it()


def begin_anew_and_die(at: str) -> None:
    shutil.rmtree(releases_folder())
    Release.objects.update(state=State.BUILDING, digest="")
    build_and_die(at)


declared = Path(tempfile.mkdtemp(prefix="cairn-faults-"))
(declared / "registered.toml").write_text(DECLARED)
register_folder(declared)
register_facts("faults.people", people)

if __name__ == "__main__":
    try:
        publisher.main(globals())
    finally:
        shutil.rmtree(declared)
