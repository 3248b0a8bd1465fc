import django.db.models.deletion
from django.db import migrations, models

# What came in before there were channels, and after how many whole hours it ended.
COUNT = """
INSERT INTO corrections_channeltally (channel_id, what, hours, slot, number)
SELECT channel_id, 'received', 0, 0, count(*)
FROM corrections_correctionreport GROUP BY channel_id
UNION ALL
SELECT channel_id, status,
    coalesce(floor(extract(epoch FROM decided_at - submitted_at) / 3600)::int, 0), 0, count(*)
FROM corrections_correctionreport WHERE status IN ('accepted', 'refused', 'withdrawn')
GROUP BY 1, 2, 3
"""


class Migration(migrations.Migration):

    dependencies = [("corrections", "0003_channels")]

    operations = [
        migrations.AddField(
            model_name='correctionreport',
            name='source_id',
            field=models.CharField(db_default='', default='', max_length=80),
        ),
        migrations.AddField(
            model_name='correctionreport',
            name='channel',
            field=models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, to='corrections.channel'),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='correctionreport',
            constraint=models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('channel', 'source_id'), name='report_source_is_one_per_channel'),
        ),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]
