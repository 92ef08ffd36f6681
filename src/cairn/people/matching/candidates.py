"""The people whom a search may mean: those who share its rarest blind tokens. Sees tokens and numbers, never a name."""

from collections.abc import Sequence
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
FEW = 500  # A scope of so many people is listed beforehand.
FIRST = 2_000  # As many of the best of all are asked whether they are in a larger scope.


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
        if within is None:
            return self._best(weights, limit)
        within = within.using(self.connection.alias).order_by()
        numbers = list(within.values_list(*within.query.values_select, flat=True)[: FEW + 1])
        if len(numbers) <= FEW:
            return self._best(weights, limit, among=numbers) if numbers else []
        return self._best_within(weights, limit, within)

    def _best_within(self, weights: dict[int, int], limit: int, within: QuerySet) -> list[Found]:
        """The best of a scope that is too large to be listed.

        Rows of people are wide: to ask about everybody who shares one common token would take longer than the search.
        So the best of all are asked about first, and the rest only if the last of these is still half as good as the
        first, as when a single name was typed.
        """
        (number,) = within.query.values_select
        best = self._best(weights, FIRST)
        of_best = within.filter(**{f"{number}__in": [one.id for one in best]})
        inside = set(of_best.values_list(number, flat=True))
        found = [one for one in best if one.id in inside][:limit]
        if len(found) == limit or len(best) < FIRST or best[-1].score < best[0].score / 2:
            return found
        return self._best(weights, limit, scope=within.filter(**{number: RawSQL("found.person", ())}))

    def _best(
        self, weights: dict[int, int], limit: int, *, among: Sequence[int] = (), scope: QuerySet | None = None
    ) -> list[Found]:
        """Whoever weighs most, `among` a few numbers or as far as the `scope` has a row for them."""
        wanted = ", ".join(["(CAST(%s AS integer), CAST(%s AS integer))"] * len(weights))
        # With a sum, so that no database looks up each number under each token instead of reading the tokens' rows.
        listed = f"AND held.person + 0 IN ({', '.join(['%s'] * len(among))})" if among else ""
        exists, of_scope = _exists(scope)
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"WITH wanted (token, weight) AS (VALUES {wanted}), found AS MATERIALIZED ("
                f"SELECT person, SUM(weight) AS weight FROM wanted CROSS JOIN {tables.INDEX} AS held "
                f"WHERE held.token = wanted.token {listed} GROUP BY person) "
                f"SELECT person, weight FROM found {exists} ORDER BY weight DESC, person LIMIT %s",
                [*(number for pair in weights.items() for number in pair), *among, *of_scope, limit],
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


def _exists(scope: QuerySet | None) -> tuple[str, Sequence[Any]]:
    if scope is None:
        return "", ()
    try:
        sql, values = scope.query.get_compiler(scope.db).as_sql()
    except EmptyResultSet:  # A scope that holds nobody, known before the database is asked.
        return "WHERE 1 = 0", ()
    return f"WHERE EXISTS ({sql})", values
