from typing import Any

from django.db import migrations


def tell(apps: Any, schema_editor: Any) -> None:
    """Of a team's people PostgreSQL would guess that few are of its office too, and sort them all to find the latest."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE STATISTICS people_team_tells_office (dependencies) ON team_id, office_id FROM people_person"
        )


def forget(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP STATISTICS people_team_tells_office")


class Migration(migrations.Migration):
    dependencies = [("people", "0005_people_agree_and_are_forgotten")]

    operations = [migrations.RunPython(tell, forget)]
