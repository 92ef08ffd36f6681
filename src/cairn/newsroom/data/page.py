"""Pages of the data section as the frame around every page of the site asks for them: in no tree, and without drafts."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from cairn.mission.config import load_mission
from cairn.newsroom import dates, shell

# What is counted under this name would stand where the releases stand.
RELEASES = "releases/"


@dataclass
class DataPage:
    """One page in one language; `below` is its address after that of the section, such as `people-in-sites/`."""

    language: str
    below: str
    title: str
    summary: str = ""
    is_sensitive: bool = False
    seo_title: str = ""
    search_description: str = ""
    path: str = shell.DATA

    @property
    def translation_key(self) -> str:
        return self.url

    @property
    def url(self) -> str:
        return address(self.language, self.below)

    @cached_property
    def _public_translations(self) -> dict[str, "DataPage"]:
        """The same page in each language that has a home page: what releases say is in all of them."""
        languages = [code for code in load_mission().languages if shell.home_of(code)]
        return {
            code: self if code == self.language else DataPage(code, self.below, self.title)
            for code in languages
        }


def address(language: str, below: str = "") -> str:
    return f"/{language}/data/{below}"


def crumb(language: str, below: str = "") -> dict[str, str]:
    """A step on the way back, such as to all data."""
    title = {"": _("Data"), RELEASES: _("Releases")}[below]
    return {"title": title, "url": address(language, below)}


def day(value: dt.date, language: str) -> str:
    return dates.day_in_words(value, language)
