import django.db.models.deletion
import sotiem.foundation.identifiers
import sotiem.mending.states
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('corrections', '0007_who_decides_how'),
        ('doses', '0006_undone_and_sheet'),
        ('foundation', '0002_written_once'),
        ('patients', '0010_undone_and_sheet'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MendingSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=sotiem.foundation.identifiers.new_public_id, unique=True)),
                ('submission_key', models.UUIDField(unique=True)),
                ('file_name', models.CharField(max_length=200)),
                ('paths', models.JSONField()),
                ('status', models.CharField(default=sotiem.mending.states.SheetStatus['CHECKING'], max_length=20)),
                ('problem', models.CharField(blank=True, max_length=40)),
                ('problem_details', models.JSONField(default=dict)),
                ('takes_two', models.BooleanField(default=False)),
                ('rows_total', models.IntegerField(default=0)),
                ('counts', models.JSONField(default=dict)),
                ('note', models.TextField(blank=True)),
                ('undo_note', models.TextField(blank=True)),
                ('uploaded_at', models.DateTimeField()),
                ('committed_at', models.DateTimeField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('committed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='foundation.storedfile')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='MendingRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('subject', models.CharField(max_length=10)),
                ('fate', models.CharField(max_length=10)),
                ('raw', models.JSONField()),
                ('change', models.JSONField(default=dict)),
                ('findings', models.JSONField(default=list)),
                ('seen', models.BigIntegerField(null=True)),
                ('made', models.BigIntegerField(null=True)),
                ('dose', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='doses.dose')),
                ('patient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='patients.patient')),
                ('report', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='corrections.correctionreport')),
                ('sheet', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='mending.mendingsheet')),
            ],
        ),
        migrations.AddIndex(
            model_name='mendingsheet',
            index=models.Index(fields=['uploaded_by', '-id'], name='mending_sheet_of_officer'),
        ),
        migrations.AddIndex(
            model_name='mendingsheet',
            index=models.Index(condition=models.Q(('status', 'awaiting_second')), fields=['-id'], name='mending_sheet_waiting'),
        ),
        migrations.AddConstraint(
            model_name='mendingsheet',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['checking', 'refused', 'ready', 'awaiting_second', 'committing', 'committed', 'cancelled', 'undoing', 'undone'])), name='mending_sheet_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='mendingsheet',
            constraint=models.CheckConstraint(condition=models.Q(('agreed_by__isnull', True), models.Q(('agreed_by', models.F('committed_by')), _negated=True), _connector='OR'), name='mending_sheet_is_agreed_by_another'),
        ),
        migrations.AddIndex(
            model_name='mendingrow',
            index=models.Index(fields=['sheet', 'fate', 'number'], name='mending_row_by_fate'),
        ),
        migrations.AddConstraint(
            model_name='mendingrow',
            constraint=models.UniqueConstraint(fields=('sheet', 'number', 'subject'), name='mending_row_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='mendingrow',
            constraint=models.CheckConstraint(condition=models.Q(('fate__in', ['changes', 'same', 'refused', 'done', 'undone', 'kept'])), name='mending_row_fate_is_known'),
        ),
        migrations.AddConstraint(
            model_name='mendingrow',
            constraint=models.CheckConstraint(condition=models.Q(('subject__in', ['dose', 'person'])), name='mending_row_subject_is_known'),
        ),
    ]
