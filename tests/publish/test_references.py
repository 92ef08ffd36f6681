"""What a body refers to is read from its stored text, block by block, as Wagtail itself would find it."""

import json

import pytest
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from cairn.newsroom.models import Figure, StoryPage
from cairn.publish.references import references_in

BODY = StoryPage._meta.get_field("body")
LINKS = '<a linktype="page" id="31">x</a> <a linktype="document" id="32">y</a>'
ITEM = {"type": "item", "value": {"text": "t", "page": 36}, "id": "b"}
STORED = [
    {"type": "heading", "value": "Across the river", "id": "1"},
    {"type": "paragraph", "value": f"<p>{LINKS}</p>", "id": "2"},
    {"type": "picture", "value": {"image": 33, "caption": "z"}, "id": "3"},
    {"type": "figures", "value": {"figures": [{"type": "item", "value": 34, "id": "a"}, 35]}, "id": "4"},
    {"type": "links", "value": {"title": "", "links": [ITEM]}, "id": "5"},
    {"type": "document", "value": 37, "id": "6"},
    {"type": "embed", "value": "https://example.org/film", "id": "7"},
    {"type": "picture", "value": {"image": None, "caption": ""}, "id": "8"},
    {"type": "gone since", "value": {"image": 99}, "id": "9"},
]  # fmt: skip


def test_every_kind_of_block_is_followed():
    found = {(model.__name__, pk) for model, pk in references_in(BODY.stream_block, json.dumps(STORED))}
    assert found == {
        ("Page", "31"),
        ("Page", "36"),
        (get_document_model().__name__, "32"),
        (get_document_model().__name__, "37"),
        (get_image_model().__name__, "33"),
        (Figure.__name__, "34"),
        (Figure.__name__, "35"),
    }


@pytest.mark.parametrize("stored", ["", None, "[]"])
def test_an_empty_body_refers_to_nothing(stored):
    assert references_in(BODY.stream_block, stored) == frozenset()


def test_wagtail_finds_the_same(db):
    """Its own way loads every referred row; ours reads the text. They must agree on what is there."""
    page = Page.objects.first()
    stored = [{"type": "links", "value": {"title": "", "links": [{"text": "t", "page": page.pk}]}, "id": "1"}]
    raw = json.dumps(stored)
    theirs = {(model, str(pk)) for model, pk, *_where in BODY.extract_references(BODY.to_python(raw))}
    assert references_in(BODY.stream_block, raw) == theirs
