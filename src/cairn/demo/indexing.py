"""Enter what was loaded into the indexes of search and references once, instead of at each of its savings.

Every saving puts two tasks into the queue. A loading saves a thousand times, and colleagues who publish their first
page would wait behind all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db.models import Model
from django.db.models.signals import post_save
from modelsearch import index
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def without_indexing() -> Iterator[None]:
    """Let this process save without queueing anything for the indexes."""
    held = [
        model for model in index.get_indexed_models() if post_save.disconnect(post_save_signal_handler, model)
    ]
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in held:
            post_save.connect(post_save_signal_handler, sender=model)


def enter_into_indexes(things: Iterable[Model]) -> None:
    """Each thing as it stands in the database by now."""
    for stale in things:
        thing = type(stale)._default_manager.get(pk=stale.pk)
        if isinstance(thing, index.Indexed):
            index.insert_or_update_object(thing)
        if ReferenceIndex.is_indexed(type(thing)):
            ReferenceIndex.create_or_update_for_object(thing)
