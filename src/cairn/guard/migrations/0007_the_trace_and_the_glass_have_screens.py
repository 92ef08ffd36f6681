import uuid

import django.db.models.deletion
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import cairn.guard.sealed.fields
import cairn.guard.trace.models


class Migration(migrations.Migration):

    dependencies = [
        ('guard', '0006_colleagues_work_in_offices'),
    ]

    operations = [
        # Nobody could break any glass before it had a screen: the table is empty, and is made anew.
        migrations.DeleteModel(name='Glass'),
        migrations.CreateModel(
            name='Glass',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('subject_model', models.CharField(editable=False, max_length=80, verbose_name='kind of row')),
                ('subject_id', models.CharField(editable=False, max_length=40, verbose_name='row')),
                ('reason', cairn.guard.sealed.fields.SealedText(max_length=2000, multiline=True, verbose_name='reason')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='opened')),
                ('closes_at', models.DateTimeField(editable=False, verbose_name='closes')),
                ('data_key', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guard.datakey', verbose_name='data key')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guard.office', verbose_name='office')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guard.team', verbose_name='team')),
                ('worker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='responsible colleague')),
            ],
            options={
                'verbose_name': 'broken glass',
                'verbose_name_plural': 'broken glass',
                'ordering': ('-opened_at',),
                'indexes': [
                    models.Index(fields=['worker', 'subject_model', 'closes_at'], name='glass_that_is_open'),
                    models.Index(fields=['subject_model', 'subject_id'], name='glass_over_a_row'),
                    models.Index(fields=['office', '-opened_at', 'id'], name='glass_of_an_office'),
                ],
            },
        ),
        migrations.CreateModel(
            name='TraceExport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='at')),
                ('reason', cairn.guard.sealed.fields.SealedText(max_length=2000, multiline=True, verbose_name='reason')),
                ('asked', models.JSONField(blank=True, default=dict, verbose_name='filter')),
                ('format', models.CharField(choices=[('csv', 'CSV'), ('jsonl', 'JSON lines')], max_length=10, verbose_name='format')),
                ('rows', models.PositiveBigIntegerField(default=0, verbose_name='entries')),
                ('digest', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the file')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('data_key', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guard.datakey', verbose_name='data key')),
            ],
            options={
                'verbose_name': 'export of the trace',
                'verbose_name_plural': 'exports of the trace',
                'ordering': ('-at',),
            },
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('codes-tried', '%(reference)s typed many codes to break the glass that opened nothing.'), ('conflict-waits', 'Two colleagues changed the same field of %(reference)s: choose one.'), ('duplicates-found', 'New possible doubles wait for review.'), ('export-ready', 'Your export %(reference)s is ready.'), ('glass-broken', 'The glass was broken over %(reference)s.'), ('import-done', 'Your import %(reference)s is through.'), ('protected-role-given', '%(reference)s was given a role that reaches protected records.'), ('retention-due', 'Records have reached the end of their retention.')], max_length=40, verbose_name='kind'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(cairn.guard.trace.models.Detail('data', detail='person'), models.F('sequence'), condition=models.Q(django.db.models.lookups.IsNull(cairn.guard.trace.models.Detail('data', detail='person'), False)), name='trace_naming_a_person'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(cairn.guard.trace.models.Detail('data', detail='to'), models.F('sequence'), condition=models.Q(django.db.models.lookups.IsNull(cairn.guard.trace.models.Detail('data', detail='to'), False)), name='trace_naming_another'),
        ),
    ]
