"""What a body refers to, read from the stored text of it, without loading a page or asking the database.

Wagtail keeps an index of references, but writes it in the background: for some seconds after a save it can be
behind. What is stored on the live row cannot.
"""

import json
from collections.abc import Iterator
from typing import Any

from wagtail import blocks
from wagtail.rich_text import extract_references_from_rich_text

Reference = tuple[type, str]


def references_in(block: blocks.Block, stored: str | None) -> frozenset[Reference]:
    """Every row that the stored value of a stream refers to: pictures, documents, figures, pages."""
    return frozenset(_walk(block, json.loads(stored))) if stored else frozenset()


def _walk(block: blocks.Block, raw: Any) -> Iterator[Reference]:
    match block:
        case _ if raw in (None, "", [], {}):
            return
        case blocks.StreamBlock():
            for child in raw:
                # A block type that the code no longer has is not drawn either.
                if child["type"] in block.child_blocks:
                    yield from _walk(block.child_blocks[child["type"]], child["value"])
        case blocks.StructBlock():
            for name, child_block in block.child_blocks.items():
                yield from _walk(child_block, raw.get(name))
        case blocks.ListBlock():
            for item in raw:
                yield from _walk(block.child_block, _item(item))
        case blocks.ChooserBlock():
            yield block.model_class, str(raw)
        case blocks.RichTextBlock():
            yield from ((model, str(pk)) for model, pk, *_where in extract_references_from_rich_text(raw))
        case blocks.FieldBlock() | blocks.StaticBlock():
            return
        case _:
            found = block.extract_references(block.to_python(raw))
            yield from ((model, str(pk)) for model, pk, *_where in found)


def _item(item: Any) -> Any:
    """Lists are stored as {"type": "item", "value": …}; before Wagtail 2.16 they were bare values."""
    return (
        item["value"] if isinstance(item, dict) and item.get("type") == "item" and "value" in item else item
    )
