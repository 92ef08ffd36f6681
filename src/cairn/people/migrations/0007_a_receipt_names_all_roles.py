from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_a_team_tells_its_office")]

    operations = [
        migrations.AlterField(
            model_name="erasure",
            name="role",
            field=models.CharField(editable=False, max_length=200, verbose_name="by role"),
        )
    ]
