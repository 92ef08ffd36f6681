from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0009_documents_of_an_application_are_checked'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['risk', '-opened_at', 'id'], name='cases_of_a_risk'),
        ),
    ]
