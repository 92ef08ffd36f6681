"""What a screen must say is asked where its address is made."""

import pytest

from cairn.guard.rights import Can
from cairn.guard.screens import ActScreen


class Silent(ActScreen):
    """Has a form, and says neither what is done with it nor where that leads."""

    right = Can.TRACE_READ


def test_a_screen_without_its_act_has_no_address():
    with pytest.raises(TypeError, match=r"Silent does not say act and next_address\."):
        Silent.as_view()


def test_a_screen_that_says_both_has_one():
    class Said(Silent):
        def act(self, form):
            return form

        def next_address(self, answer):
            return "/"

    assert callable(Said.as_view())
