"""What makes a file of the site, and what may not."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cairn.publish.targets import Target, fingerprint, is_safe_path, page_file

KNOWN = fingerprint("anything")


@pytest.mark.parametrize(
    "path", ["index.html", "en/news/index.html", ".well-known/security.txt", "_redirects"]
)
def test_files_inside_the_site_are_welcome(path: str):
    assert Target(path=path, fingerprint=KNOWN, render=bytes).name == path


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "../secrets", "en/../../x", "en//x", "en/", "./en", "a\0b", "."]
)
def test_nothing_leaves_the_site(path: str):
    assert not is_safe_path(path)
    with pytest.raises(ValueError, match="not a file inside the site"):
        Target(path=path, fingerprint=KNOWN, render=bytes)


def test_a_fingerprint_is_a_sha256():
    with pytest.raises(ValueError, match="not a sha256"):
        Target(path="index.html", fingerprint="today", render=bytes)


def test_fingerprints_know_no_order_of_sets_and_dictionaries():
    assert fingerprint({"a": 1, "b": 2}, {3, 1, 2}) == fingerprint({"b": 2, "a": 1}, {2, 3, 1})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((1, 2), (2, 1)),
        ("ab", "a"),
        (["ab", "c"], ["a", "bc"]),
        (date(2015, 10, 21), date(2015, 10, 22)),
        (datetime(2015, 10, 21, tzinfo=UTC), datetime(2015, 10, 21, 1, tzinfo=UTC)),
        (Decimal("2.5"), Decimal("2.6")),
        (b"a", b"b"),
        (None, ""),
    ],
)
def test_fingerprints_tell_things_apart(one: object, other: object):
    assert fingerprint(one) != fingerprint(other)


def test_the_same_number_has_one_fingerprint():
    assert fingerprint(Decimal("2300.00")) == fingerprint(Decimal("2300"))


def test_a_page_lies_where_its_address_says():
    assert page_file("/en/news/") == "en/news/index.html"
    assert page_file("/") == "index.html"
