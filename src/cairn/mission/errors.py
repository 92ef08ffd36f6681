"""What went wrong, in words for the person who has to put it right."""

from typing import Any


class CairnError(Exception):
    """An expected failure: what happened, and what to do about it. Shown without a traceback."""

    exit_code = 1

    def __init__(self, message: Any, what_to_do: Any = "") -> None:
        """Words, or words that are put into a language when somebody reads them (`gettext_lazy`)."""
        super().__init__(message)
        self.message = message
        self.what_to_do = what_to_do

    def __str__(self) -> str:
        return f"{self.message}\n{self.what_to_do}" if self.what_to_do else str(self.message)


class WrongSettings(CairnError):
    """mission.toml or a CAIRN_ variable says something that Cairn cannot work with."""

    exit_code = 2


class UnsafeSecrets(CairnError):
    """A secret is missing, readable by others, or known to everybody."""

    exit_code = 3
