"""A colleague may act in many roles, and the trace names each.

The table of the trace is not made anew for it: SQLite would drop the triggers that guard it with the old one, and
asks no text how long it is. PostgreSQL lets the column be longer without touching a row.
"""

from typing import Any

from django.db import migrations, models

LONGER = "ALTER TABLE guard_auditentry ALTER COLUMN role TYPE varchar(200)"


def lengthen(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(LONGER)


class Migration(migrations.Migration):
    dependencies = [("guard", "0010_the_trace_is_asked_by_role_and_time")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(lengthen, migrations.RunPython.noop)],
            state_operations=[
                migrations.AlterField(
                    model_name="auditentry",
                    name="role",
                    field=models.CharField(blank=True, max_length=200, verbose_name="role"),
                )
            ],
        )
    ]
