"""A pair may be one person, two strangers, or two of one family: what speaks for the first against each of the others.

Splink adds up what speaks against strangers, as Fellegi and Sunter taught, and drops the pairs that cannot be one
person. Of what is left many are brothers and sisters, who share a father, a place and a telephone as others do not: a
second sum weighs the same levels against family. The probability answers to both.
"""

from math import log2

from duckdb import DuckDBPyConnection
from splink import Linker
from splink.backends.duckdb import DuckDBAPI

from cairn.people.linking.comparisons import COMPARISONS, Comparison
from cairn.people.linking.weights import AGAINST_FAMILY, AGAINST_STRANGERS, MEASURED_AMONG, WEIGHTS

STRANGERS, FAMILY = 0, 1  # The place of each sum in a row of `WEIGHTS`.


def bits(probability: float) -> float:
    return log2(probability / (1 - probability))


def prior(people: int) -> float:
    """What speaks for one person against strangers before anything is compared: among fewer people, fewer are alike."""
    return AGAINST_STRANGERS + log2(MEASURED_AMONG / people)


def worth_weighing(people: int, threshold: float) -> str:
    """SQL that drops a pair which could not reach the threshold if all its names agreed: exact, and quick to ask."""
    names = [WEIGHTS[comparison.name].values() for comparison in COMPARISONS if not comparison.is_quick]
    best = prior(people) + sum(max(0.0, *(weight[STRANGERS] for weight in weights)) for weights in names)
    quick = (
        comparison.worth(_against(STRANGERS, comparison)) for comparison in COMPARISONS if comparison.is_quick
    )
    return f"{best} + {' + '.join(quick)} >= {bits(threshold)}"


def weigh_against_strangers(con: DuckDBPyConnection, people: int, threshold: float) -> str:
    """Splink's weighing of `pairs`; the name of the table of those that reach the threshold, with all their levels."""
    api = DuckDBAPI(con)
    linker = Linker(
        api.register("people", dataset_display_name="register"), _settings(people), log_level=None
    )
    linker.table_management.register_blocked_pairs_for_predict(api.register("pairs"))
    return linker.inference.predict(
        threshold_match_weight=bits(threshold), warning_mode="never"
    ).physical_name


def weigh(con: DuckDBPyConnection, people: int) -> str:
    """The same weighing and levels for `pairs` that are only a handful: Splink's preparations would take longer."""
    levels = ", ".join(f"{comparison.number} AS gamma_{comparison.name}" for comparison in COMPARISONS)
    con.execute(f"""
        CREATE TABLE weighed AS SELECT *, {prior(people)} + {_sum(STRANGERS)} AS match_weight
        FROM (
            SELECT row_l, row_r, {levels}
            FROM pairs JOIN people_l ON row_l = join_key_l JOIN people_r ON row_r = join_key_r
        )
    """)
    return "weighed"


def weigh_against_family(con: DuckDBPyConnection, weighed: str, threshold: float) -> None:
    """Make `likely`: each pair of people once, by the names under which they are most alike; smaller number first."""
    probability = "1 / (1 + power(2, -match_weight) + power(2, -against_family))"
    levels = ", ".join(f"gamma_{comparison.name}" for comparison in COMPARISONS)
    con.execute(f"""
        CREATE TABLE likely AS
        SELECT least(l.id, r.id) AS one, greatest(l.id, r.id) AS other, {probability} AS probability, {levels}
        FROM (SELECT *, {AGAINST_FAMILY} + {_sum(FAMILY)} AS against_family FROM {weighed})
        JOIN people AS l ON l.row = row_l
        JOIN people AS r ON r.row = row_r
        WHERE {probability} >= {threshold}
        QUALIFY row_number() OVER (PARTITION BY one, other ORDER BY probability DESC, row_l, row_r) = 1
    """)


def _sum(against: int) -> str:
    return " + ".join(_worth(comparison, against, f"gamma_{comparison.name}") for comparison in COMPARISONS)


def _worth(comparison: Comparison, against: int, level: str) -> str:
    """SQL for the bits of a level that is given by its number."""
    weights = _against(against, comparison)
    whens = (f"WHEN {number} THEN {weights[name]}" for number, (name, *_) in comparison.numbered())
    return f"(CASE {level} {' '.join(whens)} ELSE 0 END)"


def _against(against: int, comparison: Comparison) -> dict[str, float]:
    return {name: weight[against] for name, weight in WEIGHTS[comparison.name].items()}


def _settings(people: int) -> dict:
    odds = 2 ** prior(people)
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "row",
        "probability_two_random_records_match": odds / (1 + odds),
        "comparisons": [_for_splink(comparison) for comparison in COMPARISONS],
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": True,
    }


def _for_splink(comparison: Comparison) -> dict:
    unknown = {"sql_condition": comparison.unknown, "label_for_charts": "unknown", "is_null_level": True}
    levels = [
        {
            "sql_condition": level.when,
            "label_for_charts": level.name,
            **_chances(WEIGHTS[comparison.name][level.name]),
        }
        for level in comparison.levels
    ]
    return {"output_column_name": comparison.name, "comparison_levels": [unknown, *levels]}


def _chances(weight: tuple[float, float]) -> dict[str, float]:
    """Splink asks for two probabilities and uses their ratio."""
    return {
        "m_probability": min(1.0, 2 ** weight[STRANGERS]),
        "u_probability": min(1.0, 2 ** -weight[STRANGERS]),
    }
