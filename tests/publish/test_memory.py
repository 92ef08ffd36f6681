"""A conclusion is kept with what it was drawn from, and never outlives it."""

from cairn.publish.memory import Conclusions


def test_equal_premises_give_what_was_concluded_before():
    conclusions: Conclusions[str, object] = Conclusions()
    first = conclusions.of("page", ("title", 1), object)
    conclusions.begin()
    assert conclusions.of("page", ("title", 1), object) is first


def test_other_premises_are_thought_through_anew():
    conclusions: Conclusions[str, object] = Conclusions()
    first = conclusions.of("page", ("title", 1), object)
    conclusions.begin()
    assert conclusions.of("page", ("title", 2), object) is not first
    conclusions.begin()
    assert conclusions.of("page", ("title", 1), object) is not first


def test_what_was_not_asked_for_is_forgotten():
    conclusions: Conclusions[str, object] = Conclusions()
    first = conclusions.of("page", 1, object)
    conclusions.begin()
    conclusions.begin()
    assert conclusions.of("page", 1, object) is not first


def test_a_publish_that_stopped_half_way_leaves_nothing_wrong():
    conclusions: Conclusions[str, int] = Conclusions()
    conclusions.of("one", 1, lambda: 10)
    conclusions.of("two", 2, lambda: 20)
    conclusions.begin()
    conclusions.of("one", 5, lambda: 50)
    conclusions.begin()
    assert conclusions.of("one", 5, lambda: 51) == 50
    assert conclusions.of("two", 2, lambda: 21) == 21
