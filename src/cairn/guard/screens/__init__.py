"""The few kinds of screen that every protected row is shown on, inside Wagtail's shell.

Wagtail's own model views ask for rights on a model and not on a row, so none of them serves a protected one. Each
of these starts from `visible_to`, answers 404 outside the scope and 403 inside it without the right, and writes its
trace in the transaction in which it reads.
"""

from cairn.guard.screens.acting import ActScreen, AnswerScreen, RowActScreen
from cairn.guard.screens.base import RowScreen, Screen
from cairn.guard.screens.lists import ListScreen

__all__ = ["ActScreen", "AnswerScreen", "ListScreen", "RowActScreen", "RowScreen", "Screen"]
