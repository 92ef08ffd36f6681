"""Digests of what pages show without being pages: pictures, documents, people, places, figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models
from wagtail.models import Page

from cairn.publish.references import Reference
from cairn.publish.rows import Row, read_links, read_rows
from cairn.publish.targets import fingerprint

GONE = fingerprint("gone")


@dataclass
class Things:
    """Each table is read once, when the first of its rows is asked for.

    A digest covers the row and whatever it refers to in turn: a speaker's digest changes when the speaker's
    organisation takes another name.
    """

    _tables: dict[type, Mapping[str, Row]] = field(default_factory=dict)
    _links: dict[type, Mapping[int, list[Reference]]] = field(default_factory=dict)
    _digests: dict[Reference, str] = field(default_factory=dict)

    def row(self, model: type[models.Model], pk: object) -> Row | None:
        return self._table(model).get(str(pk))

    def rows(self, model: type[models.Model]) -> Mapping[str, Row]:
        return self._table(model)

    def digest(self, reference: Reference) -> str:
        if reference not in self._digests:
            # Two rows that refer to each other end here instead of going round for ever.
            self._digests[reference] = GONE
            self._digests[reference] = self._make(*reference)
        return self._digests[reference]

    def _make(self, model: type[models.Model], pk: str) -> str:
        row = self.row(model, pk)
        if row is None:
            return GONE
        others = sorted(self.digest(other) for other in row.refers_to if not issubclass(other[0], Page))
        linked = [self.digest(other) for other in self._links[model].get(row.pk, ())]
        return fingerprint(model._meta.label, row.values, others, linked)

    def _table(self, model: type[models.Model]) -> Mapping[str, Row]:
        if model not in self._tables:
            self._tables[model] = {
                str(row.pk): row for row in read_rows(model._default_manager.order_by("pk"))
            }
            self._links[model] = read_links(model)
        return self._tables[model]
