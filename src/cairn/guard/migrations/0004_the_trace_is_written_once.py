"""Triggers that keep the trace as it was written, on SQLite and PostgreSQL.

They stop mistakes, and whoever has only Cairn's own way into the database. The owner of the database can take
them away; what he changes then, `cairn audit verify` finds.
"""

from django.db import migrations

REFUSAL = "The trace is written once: it is never changed and never cut."
ELSEWHERE = "An entry of the trace follows on the last one, and stands nowhere else."
TABLES = ("guard_auditentry", "guard_auditcheckpoint")

# INSERT OR REPLACE deletes without asking the triggers for DELETE, so a number that is taken is refused before.
SQLITE_END_ONLY = f"""
CREATE TRIGGER guard_auditentry_at_the_end_only BEFORE INSERT ON guard_auditentry
WHEN NEW.sequence IS NOT (SELECT COALESCE(MAX(sequence), 0) + 1 FROM guard_auditentry)
  OR NEW.previous IS NOT COALESCE(
    (SELECT hash FROM guard_auditentry WHERE sequence = NEW.sequence - 1), zeroblob(32))
BEGIN SELECT RAISE(ABORT, '{ELSEWHERE}'); END
"""
SQLITE_ONCE = """
CREATE TRIGGER {table}_once BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
SQLITE_NEVER = """
CREATE TRIGGER {table}_never_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""

POSTGRESQL_REFUSE = f"""
CREATE FUNCTION guard_trace_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$
"""
POSTGRESQL_NEVER = """
CREATE TRIGGER {table}_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION guard_trace_refuse()
"""
POSTGRESQL_END = f"""
CREATE FUNCTION guard_trace_at_the_end_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE tail record;
BEGIN
  SELECT sequence, hash INTO tail FROM guard_auditentry ORDER BY sequence DESC LIMIT 1;
  IF NEW.sequence <> COALESCE(tail.sequence, 0) + 1
    OR NEW.previous <> COALESCE(tail.hash, decode(repeat('00', 32), 'hex')) THEN
    RAISE EXCEPTION '{ELSEWHERE}' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$
"""
POSTGRESQL_END_ONLY = """
CREATE TRIGGER guard_auditentry_at_the_end_only BEFORE INSERT ON guard_auditentry
FOR EACH ROW EXECUTE FUNCTION guard_trace_at_the_end_only()
"""


def on_sqlite():
    yield SQLITE_END_ONLY
    yield SQLITE_ONCE.format(table="guard_auditcheckpoint", key="count", refusal=REFUSAL)
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            yield SQLITE_NEVER.format(table=table, verb=verb, refusal=REFUSAL)


def on_postgresql():
    yield POSTGRESQL_REFUSE
    yield POSTGRESQL_END
    yield POSTGRESQL_END_ONLY
    for table in TABLES:
        yield POSTGRESQL_NEVER.format(table=table)


def guard_the_trace(apps, schema_editor):
    statements = {"sqlite": on_sqlite, "postgresql": on_postgresql}[schema_editor.connection.vendor]
    for statement in statements():
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("guard", "0003_the_trace_is_a_chain")]

    # There is no way back: a trace that was once open to change proves nothing.
    operations = [migrations.RunPython(guard_the_trace)]
