"""Records become rows of numbers, which is what is compared; each distinct name is heard once, however many bear it.

After this step the spellings are gone; the melody and the skeleton of each part stay, for names that differ.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

import pyarrow as pa
from duckdb import DuckDBPyConnection

from cairn.people.matching.names import parts_of
from cairn.people.matching.records import Record
from cairn.people.matching.sounds import heard
from cairn.people.matching.tokens import code_of, digits_of

BATCH = 50_000
NAMES = ("given", "second", "father", "family", "place")
# From which share of the register on a sound is common, and below which it is rare.
COMMON, RARE = 1 / 64, 1 / 512

_TEXTS = pa.list_(pa.string())
# The texts stand in the order of a Record's fields.
_WRITTEN = pa.schema(
    {
        "row": pa.int32(),
        "id": pa.int64(),
        **dict.fromkeys(("given", "father", "family", "born", "sex", "nationality", "place"), pa.string()),
        "phones": _TEXTS,
        "documents": _TEXTS,
    }
)
_PARTS = pa.schema({"text": pa.string(), "parts": _TEXTS, "joined": pa.string()})
_HEARD = pa.schema(
    {
        "word": pa.string(),
        "number": pa.int32(),
        "sounds": pa.list_(pa.int32()),
        "melody": pa.string(),
        "skeleton": pa.string(),
        "rarity": pa.int8(),
    }
)


def read(con: DuckDBPyConnection, records: Iterable[Record]) -> Iterator[int]:
    """Keep the records in `written` as they come; says after each batch how many rows there are."""
    _add(con, "written", _WRITTEN, [()] * len(_WRITTEN))
    records, count = iter(records), 0
    while some := list(islice(records, BATCH)):
        # Another name of a person is another row of the same person.
        some += [
            record._replace(given_name=name, father_name="", family_name="")
            for record in some
            for name in record.other_names
        ]
        ids, *texts, phones, documents, _reference, _other_names = zip(*some, strict=True)
        _add(con, "written", _WRITTEN, [
            range(count, count + len(some)), ids, *texts,
            [[phone if phone.isascii() else digits_of(phone) for phone in held] for held in phones],
            [[code for code in map(code_of, held) if code] for held in documents],
        ])  # fmt: skip
        count += len(some)
        yield count


def _add(con: DuckDBPyConnection, name: str, schema: pa.Schema, columns: Iterable[Iterable]) -> None:
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    con.register("arriving", pa.table(arrays, schema))
    con.execute(f"CREATE TABLE IF NOT EXISTS {name} AS FROM arriving LIMIT 0")
    con.execute(f"INSERT INTO {name} FROM arriving")
    con.unregister("arriving")


def number(con: DuckDBPyConnection, *, all_names_are_usual: bool = False) -> None:
    """Make `people` of `written`, which goes: names, sounds and dates by number.

    How common a sound is comes from the register itself; among a handful of candidates every name is a usual one.
    """
    _take_apart(con)
    _hear(con, all_names_are_usual)
    columns = ", ".join(_SOUNDS.format(name) for name in NAMES)
    joins = " ".join(f"LEFT JOIN heard AS {name}_heard ON {name}_heard.word = n.{name}" for name in NAMES)
    con.execute(f"CREATE TABLE people AS SELECT {_KNOWN}, {columns} FROM named AS n {joins}")
    con.execute("DROP TABLE named; DROP TABLE heard")
    for side in "lr":
        con.execute(f"CREATE VIEW people_{side} AS SELECT COLUMNS('(.*)') AS '\\1_{side}' FROM people")


_KNOWN = """
    n.row, n.id, nullif(n.sex, '') AS sex, nullif(n.nationality, '') AS nationality,
    -- Most have one or none; lists are kept for those who have more, because comparing lists is slow.
    n.phones[1] AS phone, CASE WHEN len(n.phones) > 1 THEN n.phones END AS phones,
    n.documents[1] AS document, CASE WHEN len(n.documents) > 1 THEN n.documents END AS documents,
    try_cast(n.born[1:4] AS smallint) AS year,
    -- The first of January stands for a day that nobody knows.
    CASE WHEN n.born[6:10] <> '01-01' THEN try_cast(n.born[6:7] AS smallint) END AS month,
    CASE WHEN n.born[6:10] <> '01-01' THEN try_cast(n.born[9:10] AS smallint) END AS day"""
_SOUNDS = """
    {0}_heard.number AS {0}, {0}_heard.sounds[1] AS {0}_1, {0}_heard.sounds[2] AS {0}_2, {0}_heard.sounds[3] AS {0}_3,
    {0}_heard.melody AS {0}_melody, {0}_heard.skeleton AS {0}_skeleton,
    {0}_heard.rarity AS {0}_rarity"""


def _take_apart(con: DuckDBPyConnection) -> None:
    """`named`: one word for each part of a name; what stands in the field of given names alone is taken apart."""
    texts = con.execute(
        "SELECT DISTINCT unnest([given, father, family, place]) AS text FROM written ORDER BY text"
    ).fetchall()
    apart = [[part for part in parts_of(text) if not part.isdigit()] for (text,) in texts]
    _add(
        con,
        "texts",
        _PARTS,
        [[text for (text,) in texts], apart, ["".join(parts) or None for parts in apart]],
    )
    con.execute("""
        CREATE TABLE named AS
        SELECT w.row, w.id, w.sex, w.nationality, w.documents, w.born, p.joined AS place, g.parts[1] AS given,
            -- The last seven digits, whatever is written before them; nothing shorter is a telephone.
            list_filter(
                list_transform(
                    w.phones,
                    lambda phone: try_cast(regexp_extract(regexp_replace(phone, '[^0-9]', '', 'g'), '[0-9]{7}$') AS integer)
                ),
                lambda number: number IS NOT NULL
            ) AS phones,
            CASE WHEN is_whole THEN NULL ELSE g.parts[2] END AS second,
            CASE WHEN is_whole THEN nullif(array_to_string(g.parts[2:-2], ''), '') ELSE f.joined END AS father,
            CASE WHEN is_whole THEN g.parts[-1] ELSE l.joined END AS family
        FROM (SELECT *, father = '' AND family = '' AS is_alone FROM written) AS w
        JOIN texts AS g ON g.text = w.given
        JOIN texts AS f ON f.text = w.father
        JOIN texts AS l ON l.text = w.family
        JOIN texts AS p ON p.text = w.place,
        LATERAL (SELECT is_alone AND len(g.parts) > 1 AS is_whole)
    """)
    con.execute("DROP TABLE written; DROP TABLE texts")


def _hear(con: DuckDBPyConnection, all_are_usual: bool) -> None:
    """`heard`: each distinct word, its sounds by number, how common they are, and what is compared where they differ."""
    words = con.execute(f"""
        SELECT word, count(*) FROM (SELECT unnest([{", ".join(NAMES)}]) AS word FROM named)
        WHERE word IS NOT NULL GROUP BY word ORDER BY word
    """).fetchall()
    ways = [heard(word)[:3] for word, _ in words]
    sounds: dict[str, int] = {}
    by_number = [[sounds.setdefault(way.skeleton, len(sounds)) for way in some] for some in ways]
    bearers = [0] * len(sounds)
    for (_, count), (first, *_) in zip(words, by_number, strict=True):
        bearers[first] += count
    ((people,),) = con.execute("SELECT count(*) FROM named").fetchall()
    _add(con, "heard", _HEARD, [
        [word for word, _ in words],
        range(len(words)),
        by_number,
        [some[0].melody for some in ways],
        [some[0].skeleton for some in ways],
        [1 if all_are_usual else _rarity(bearers[first] / people) for first, *_ in by_number],
    ])  # fmt: skip


def _rarity(share: float) -> int:
    return 0 if share >= COMMON else 1 if share >= RARE else 2
