from django.db import migrations

from cairn.people.matching import tables


def create(apps, schema_editor):
    tables.create(schema_editor.connection)


def drop(apps, schema_editor):
    tables.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_people_are_registered")]

    operations = [migrations.RunPython(create, drop)]
