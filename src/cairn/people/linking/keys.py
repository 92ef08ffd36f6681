"""Which pairs are worth weighing: two people who share a key that few others share.

A key is what two records of one person are likely to have both. One error spoils some of their keys and leaves others;
of a million hard records, 93 of 100 true pairs share at least one.
"""

from duckdb import DuckDBPyConnection

SHARED_BY = 30  # People at most: a key that more share says little, and its pairs grow with the square.

# A kind, names in any order by their first or second reading, and what else must be the same.
_DATE = "year least(month,day) greatest(month,day)"  # Also with day and month swapped.
_KEYS = (
    ("names", "given_1 father_1 family_1", ""),
    ("names", "given_2 father_1 family_1", ""),
    ("names", "given_1 family_1", ""),
    ("names", "given_1 family_2", ""),
    ("names", "given_2 family_1", ""),
    ("names", "second_1 family_1", ""),
    ("names and place", "given_1 father_1 family_1", "place_1"),
    ("names and place", "given_1 family_1", "place_1"),
    ("names and place", "given_1 father_1", "place_1"),
    ("names and year", "given_1 father_1 family_1", "year"),
    ("names and year", "given_1 family_1", "year"),
    ("names and year", "given_1 family_2", "year"),
    ("names and year", "given_2 family_1", "year"),
    ("names and year", "given_1 father_1", "year"),
    ("names and year", "given_1 father_2", "year"),
    ("names and year", "given_2 father_1", "year"),
    ("names and year", "father_1 family_1", "year"),
    ("names and year", "given_1 second_1", "year"),
    ("name and date", "given_1", _DATE),
    ("name and date", "father_1", _DATE),
    ("name and date", "family_1", _DATE),
    ("place and date", "place_1", f"{_DATE} sex nationality"),
)


def _key(kind: str, names: str, others: str) -> str:
    """A number for all of it together; nothing where something is missing."""
    parts = names.split()
    if len(parts) > 2:
        sorted_names = [f"list_sort([{', '.join(parts)}])"]
    else:
        sorted_names = [f"{side}({', '.join(parts)})" for side in ("least", "greatest")]
    known = " AND ".join(f"{column} IS NOT NULL" for column in (*parts, *others.split()))
    return f"CASE WHEN {known} THEN hash('{kind}', {', '.join((*sorted_names, *others.split()))}) END"


def find_keys(con: DuckDBPyConnection, shared_by: int = SHARED_BY) -> None:
    """Make `keys`: who bears which, without those that nobody else bears or that too many do."""
    con.execute(f"""
        CREATE TABLE every_key AS
        SELECT key, row FROM (SELECT unnest([{", ".join(_key(*key) for key in _KEYS)}]) AS key, row FROM people)
        WHERE key IS NOT NULL
        UNION ALL SELECT hash('phone', phone), row
        FROM (SELECT unnest(coalesce(phones, [phone])) AS phone, row FROM people WHERE phone IS NOT NULL)
        UNION ALL SELECT hash('document', document), row
        FROM (SELECT unnest(coalesce(documents, [document])) AS document, row FROM people WHERE document IS NOT NULL)
    """)
    con.execute(f"""
        CREATE TABLE keys AS SELECT key, row FROM every_key
        WHERE key IN (SELECT key FROM every_key GROUP BY key HAVING count(*) BETWEEN 2 AND {shared_by})
    """)
    con.execute("DROP TABLE every_key")


# The columns of a table of pairs that Splink takes.
_PAIRS = "CREATE TABLE IF NOT EXISTS pairs (join_key_l integer, join_key_r integer, match_key varchar)"


def pair(con: DuckDBPyConnection, person: int) -> None:
    """Make `pairs` of one person with each of the others, whatever they share."""
    con.execute(_PAIRS)
    con.execute(f"""
        INSERT INTO pairs SELECT one.row, other.row, '0'
        FROM people AS one JOIN people AS other ON one.id = {person} AND other.id <> {person}
    """)


def find_pairs(con: DuckDBPyConnection, worth: str, share: int, shares: int) -> None:
    """Add to `pairs` one share of all who meet in a key and are `worth` being weighed, each pair once."""
    con.execute(_PAIRS)
    con.execute(f"""
        INSERT INTO pairs
        SELECT one, other, '0'
        FROM (
            SELECT DISTINCT mine.row AS one, theirs.row AS other
            FROM keys AS mine JOIN keys AS theirs ON mine.key = theirs.key AND mine.row < theirs.row
            WHERE mine.row % {shares} = {share}
        )
        JOIN people_l ON row_l = one
        JOIN people_r ON row_r = other
        WHERE id_l <> id_r AND {worth}
    """)
