from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('corrections', '0014_reports_are_placed'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='correctionreport',
            name='report_open_by_path',
        ),
        migrations.AddIndex(
            model_name='correctionreport',
            index=models.Index(condition=models.Q(('status__in', ['submitted', 'under_review', 'waiting_for_facility', 'awaiting_second'])), fields=['status', 'path', 'answer_due_at'], name='report_open_by_path', opclasses=['text_ops', 'text_pattern_ops', 'timestamptz_ops']),
        ),
    ]
