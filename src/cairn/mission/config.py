"""The mission's own settings: mission.toml, with any value overridable by a CAIRN_ variable.

`from cairn.mission.config import mission` reads them once. Everything here is plain data without
secrets, so any part of Cairn may import it.
"""

import os
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from babel import Locale
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from cairn.mission import config_values as kinds
from cairn.mission.config_refusals import (
    refuse_invalid,
    refuse_misspelt_variables,
    refuse_secrets,
    refuse_unreadable,
)


class Section(BaseModel):
    """A table of mission.toml; a key it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Appearance(Section):
    """How the mission looks: both colours carry white words, so both must be dark enough."""

    colour: kinds.Colour = "#0b5563"
    accent: kinds.Colour = "#b3441e"
    logo: str = ""


class Contact(Section):
    """Where the public reaches the mission."""

    email: kinds.Email
    phone: str = ""
    address: str = ""
    press_email: kinds.OptionalEmail = ""
    security_email: kinds.OptionalEmail = ""


class EmergencyLine(Section):
    """A number that a person in danger can ring, and in which languages somebody answers."""

    label: kinds.Words
    number: kinds.Words
    hours: str = ""
    languages: tuple[kinds.Language, ...] = ()
    labels: dict[kinds.Language, kinds.Words] = {}
    hours_in_words: dict[kinds.Language, kinds.Words] = {}

    def label_in(self, language: str) -> str:
        return self.labels.get(language, self.label)

    def hours_in(self, language: str) -> str:
        return self.hours_in_words.get(language, self.hours)


class Demonstration(Section):
    """Invented content for a first look; `today` is the day the public site is seen from.

    The scene is the whole mission, or a small one beside it: two missions show how a region is added up.
    """

    enabled: bool = False
    scene: kinds.Scene = "mission"
    today: date | None = None

    @field_validator("today", mode="before")
    @classmethod
    def _empty_means_the_real_day(cls, value: object) -> object:
        return None if value == "" else value


class Keys(Section):
    """Where the master key is kept, which opens all that is sealed about people.

    In a file that Cairn makes, in the variable CAIRN_SECRET_MASTER_KEY, or wherever a command finds it
    that prints it: so a mission may use its own vault.
    """

    source: kinds.KeySource = "file"
    command: str = ""

    @model_validator(mode="after")
    def _command_where_it_is_asked(self) -> "Keys":
        if (self.source == "command") != bool(self.command.strip()):
            raise ValueError("a command together with source = “command”, and only then")
        return self


class Care(Section):
    """How little room on the disk is too little: first people are told, then nothing large is begun any more.

    A publish keeps two generations and a database under load grows its journal: with the last 500 MB both go on.
    """

    warn_below: kinds.Size = 2 << 30
    stop_below: kinds.Size = 500 << 20

    @model_validator(mode="after")
    def _told_before_it_stops(self) -> "Care":
        if self.warn_below < self.stop_below:
            raise ValueError("a “warn_below” that is not smaller than “stop_below”")
        return self


class Disclosure(Section):
    """The floor under every figure about people: an indicator may be stricter, and never less.

    A cell below `threshold` is not shown as it is; rounding goes to `base` or a coarser one; noise has at least this
    variance and reaches at least this far.
    """

    threshold: Annotated[int, Field(ge=3)] = 5
    base: Annotated[int, Field(ge=3)] = 5
    variance: Annotated[float, Field(ge=0.5)] = 2.0
    bound: Annotated[int, Field(ge=2)] = 5


class Releases(Section):
    """Under which licence, by its SPDX name, others may use published data."""

    licence: kinds.Licence = "CC-BY-4.0"


class Charts(Section):
    """Outlines of countries that a mission draws in place of Natural Earth's: TopoJSON or GeoJSON beside mission.toml."""

    outlines: str = ""


class MissionConfig(BaseSettings):
    """All that one mission decides about its installation."""

    model_config = SettingsConfigDict(
        env_prefix="CAIRN_", env_nested_delimiter="__", extra="forbid", frozen=True, validate_default=False
    )

    name: kinds.Words
    short_name: kinds.Words
    tagline: str = ""
    names: dict[kinds.Language, kinds.Words] = {}
    taglines: dict[kinds.Language, kinds.Words] = {}
    countries: Annotated[tuple[kinds.Country, ...], NoDecode, Field(min_length=1)]
    languages: Annotated[tuple[kinds.Language, ...], NoDecode, Field(min_length=1)]
    default_language: kinds.Language
    time_zone: kinds.TimeZone
    public_url: kinds.SiteAddress
    workspace_url: kinds.SiteAddress
    database: kinds.DatabaseAddress
    storage: kinds.Words
    appearance: Appearance = Appearance()
    contact: Contact
    emergency: tuple[EmergencyLine, ...] = ()
    disclosure: Disclosure = Disclosure()
    demonstration: Demonstration = Demonstration()
    keys: Keys = Keys()
    care: Care = Care()
    charts: Charts = Charts()
    releases: Releases = Releases()
    # Months by category, to keep records about people for less long than Cairn's own table says (guard/retention.py).
    retention: dict[str, int] = {}

    @field_validator("countries", "languages", mode="before")
    @classmethod
    def _commas_separate(cls, value: object) -> object:
        """A variable of the environment is one string: CAIRN_LANGUAGES=en,fr,ar."""
        return (
            [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
        )

    @field_validator("countries", "languages")
    @classmethod
    def _once_each(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(value)) < len(value):
            raise ValueError("each of them once")
        return value

    @field_validator("default_language")
    @classmethod
    def _is_among_the_languages(cls, value: str, info: ValidationInfo) -> str:
        offered = info.data.get("languages", (value,))
        if value not in offered:
            raise ValueError("one of the mission's languages: " + ", ".join(f"“{code}”" for code in offered))
        return value

    @field_validator("storage")
    @classmethod
    def _can_be_written(cls, value: str) -> str:
        folder = mission_file().parent / value
        standing = next(place for place in (folder, *folder.parents) if place.exists())
        if not standing.is_dir() or not os.access(standing, os.W_OK | os.X_OK):
            raise ValueError(f"a folder that Cairn may write to; “{standing}” is not one")
        return value

    @field_validator("retention")
    @classmethod
    def _only_shortens(cls, value: dict[str, int]) -> dict[str, int]:
        # Looked up late: the table needs this module to know what a mission has shortened.
        from cairn.guard.retention import PERIODS, Keeps

        for category, months in value.items():
            if category not in set(Keeps):
                raise ValueError("one of the categories " + ", ".join(f"“{each}”" for each in Keeps))
            if not 1 <= months <= PERIODS[Keeps(category)].months:
                raise ValueError(
                    f"for “{category}” between 1 and {PERIODS[Keeps(category)].months} months: "
                    "a mission may shorten a period, and never lengthen it"
                )
        return value

    @field_validator("appearance")
    @classmethod
    def _logo_exists(cls, value: Appearance) -> Appearance:
        if value.logo and not (mission_file().parent / value.logo).is_file():
            raise ValueError("for its logo, a file that exists beside mission.toml, or nothing")
        return value

    @field_validator("charts")
    @classmethod
    def _outlines_exist(cls, value: Charts) -> Charts:
        if value.outlines and not (mission_file().parent / value.outlines).is_file():
            raise ValueError("for its outlines, a file that exists beside mission.toml, or nothing")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment speaks before the file; no .env and no folder of secrets is read."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, mission_file())

    @cached_property
    def root(self) -> Path:
        """The folder that holds mission.toml; relative paths start there."""
        return mission_file().parent

    @cached_property
    def storage_path(self) -> Path:
        """Everything Cairn writes: database, media, published site, assets, secrets."""
        return self.root / self.storage

    @cached_property
    def logo_path(self) -> Path | None:
        return self.root / self.appearance.logo if self.appearance.logo else None

    @cached_property
    def sqlite_path(self) -> Path | None:
        """The database's file, or None when PostgreSQL keeps it; a relative one lies in storage."""
        scheme, _, rest = self.database.partition(":///")
        return self.storage_path / rest if scheme == "sqlite" else None

    @cached_property
    def outlines_path(self) -> Path | None:
        return self.root / self.charts.outlines if self.charts.outlines else None

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @cached_property
    def language_names(self) -> dict[str, str]:
        """Each language under the name its own readers use."""
        return {code: _own_name(code) for code in self.languages}

    def is_right_to_left(self, language: str) -> bool:
        return Locale.parse(language, sep="-").text_direction == "rtl"

    def name_in(self, language: str) -> str:
        return self.names.get(language, self.name)

    def tagline_in(self, language: str) -> str:
        return self.taglines.get(language, self.tagline)


def _own_name(language: str) -> str:
    name = Locale.parse(language, sep="-").get_display_name() or language
    return name[:1].upper() + name[1:]


def mission_file() -> Path:
    return Path(os.environ.get("CAIRN_MISSION_FILE") or "mission.toml").absolute()


@lru_cache(maxsize=1)
def load_mission() -> MissionConfig:
    """Read the mission's settings, or stop with a sentence for each thing that is wrong."""
    path = mission_file()
    stated = refuse_unreadable(path)
    refuse_secrets(stated, path)
    refuse_misspelt_variables(MissionConfig.model_fields)
    try:
        return MissionConfig()  # type: ignore[call-arg]
    except ValidationError as error:
        refuse_invalid(error, path)
    except SettingsError as error:
        refuse_invalid(error, path)


if TYPE_CHECKING:
    mission: MissionConfig


def __getattr__(name: str) -> MissionConfig:
    if name == "mission":
        return load_mission()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
