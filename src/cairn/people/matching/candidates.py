"""The people whom a search may mean: those who share its rarest blind tokens. Sees tokens and numbers, never a name."""

from math import log2
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from cairn.people.matching import tables
from cairn.people.matching.questions import Question, asked
from cairn.people.matching.tokens import blinder, tokens_of

CANDIDATES = 400  # As many names as are opened for one search at most.
ROWS = 16_000  # As many rows of the index as one search may read.
FIRST = 2_000  # As many of the best of all are asked about, whether they are in a scope,
PAGE = 800  # and as many at once.


class Found(NamedTuple):
    """A person whom the search may mean, and how much speaks for it."""

    id: int
    score: float


class Searcher:
    """Finds candidates in the blind index of one database."""

    def __init__(self, connection: Any, key: bytes) -> None:
        self.connection = connection
        self.blind = blinder(key, remembered=0)  # What was searched for stays in nobody's memory.

    def candidates(
        self, question: Question | str, limit: int = CANDIDATES, *, within: QuerySet | None = None
    ) -> list[Found]:
        """The people who share most of the rare tokens of the question, best first.

        `within` is a queryset of one column, people's numbers: only they are looked at, so that a colleague of a small
        office gets the best of that office, and not what is left of the best of all.
        """
        question = asked(question) if isinstance(question, str) else question
        return self.sharing(tokens_of(question.facets(), self.blind), limit, within=within)

    def sharing(
        self, tokens: set[int], limit: int = CANDIDATES, *, within: QuerySet | None = None
    ) -> list[Found]:
        """The people who share most of these tokens, weighed by how rare each is."""
        weights = self._rarest(tokens)
        if not weights:
            return []
        return self._best(weights, limit) if within is None else self._best_within(weights, limit, within)

    def _best_within(self, weights: dict[int, int], limit: int, within: QuerySet) -> list[Found]:
        """The best of a scope: the best of all are asked about, whether they are in it.

        To ask about everybody who shares one common token would take longer than the search. So that is done only if
        the last of the best is still half as good as the first, as when a single name was typed.
        """
        best = self._best(weights, FIRST)
        found = self._inside(within, best, limit)
        if len(found) < limit and len(best) == FIRST and best[-1].score > best[0].score / 2:
            found = self._inside(within, self._best(weights, None), limit)
        return found[:limit]

    def _inside(self, within: QuerySet, best: list[Found], limit: int) -> list[Found]:
        """Those who are in the scope, page by page until there are enough."""
        found: list[Found] = []
        for place in range(0, len(best), PAGE):
            page = best[place : place + PAGE]
            inside = self._in_scope(within, page)
            found += [one for one in page if one.id in inside]
            if len(found) >= limit:
                break
        return found

    def _in_scope(self, within: QuerySet, page: list[Found]) -> set[int]:
        (number,) = within.query.values_select
        asked_about = within.order_by().filter(**{number: RawSQL("found.person", ())})
        try:
            sql, values = asked_about.query.get_compiler(connection=self.connection).as_sql()
        except EmptyResultSet:  # A scope that holds nobody, known before the database is asked.
            return set()
        # One by one by their number: asked about all at once, SQLite prefers to read the whole office.
        numbers = ", ".join(f"({one.id:d})" for one in page)
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"WITH found (person) AS (VALUES {numbers}) SELECT person FROM found WHERE EXISTS ({sql})",
                values,
            )
            return {person for (person,) in cursor.fetchall()}

    def _best(self, weights: dict[int, int], limit: int | None) -> list[Found]:
        """Whoever weighs most."""
        wanted = ", ".join(["(CAST(%s AS integer), CAST(%s AS integer))"] * len(weights))
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"WITH wanted (token, weight) AS (VALUES {wanted}) "
                f"SELECT person, SUM(weight) FROM wanted CROSS JOIN {tables.INDEX} AS held "
                f"WHERE held.token = wanted.token GROUP BY person ORDER BY 2 DESC, 1 {'LIMIT %s' if limit else ''}",
                [*(number for pair in weights.items() for number in pair), *([limit] if limit else ())],
            )
            return [Found(person, float(weight)) for person, weight in cursor.fetchall()]

    def _rarest(self, tokens: set[int]) -> dict[int, int]:
        """Tokens to look up and what each is worth: the rarest, for as many rows as one search may read."""
        if not tokens:
            return {}
        common, everybody = self._counts(tokens)
        chosen: dict[int, int] = {}
        rows = 0
        for people, token in sorted((common.get(token, tables.COMMON // 2), token) for token in tokens):
            if chosen and rows + people > ROWS:
                break
            chosen[token] = round(100 * log2(max(2.0, everybody / people)))
            rows += people
        return chosen

    def _counts(self, tokens: set[int]) -> tuple[dict[int, int], int]:
        """How many people share each of the common tokens, and about how many people there are."""
        places = ", ".join(["%s"] * len(tokens))
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"SELECT token, people FROM {tables.COUNTS} WHERE token IN ({places})", list(tokens)
            )
            common = dict(cursor.fetchall())
            # Numbers are given one after the other, so the last tells how many there are, at no cost.
            cursor.execute(f"SELECT MAX(person) FROM {tables.BEARERS}")
            return common, cursor.fetchone()[0] or 0
