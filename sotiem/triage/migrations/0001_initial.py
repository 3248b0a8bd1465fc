import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Where reports were sent, and which may say the same."""

    initial = True

    dependencies = [
        ('corrections', '0007_who_decides_how'),
        ('patients', '0009_completed'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseKey',
            fields=[
                ('pk', models.CompositePrimaryKey('key', 'report_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('key', models.BigIntegerField()),
                ('report', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corrections.correctionreport')),
            ],
        ),
        migrations.CreateModel(
            name='SortedReport',
            fields=[
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='sorted', serialize=False, to='corrections.correctionreport')),
                ('round', models.SmallIntegerField()),
                ('route', models.CharField(max_length=10)),
                ('findings', models.JSONField()),
                ('did', models.CharField(blank=True, max_length=10)),
                ('is_sampled', models.BooleanField(default=False)),
                ('judgement', models.CharField(blank=True, default='', max_length=10)),
                ('judged_by', models.CharField(blank=True, default='', max_length=100)),
                ('judged_at', models.DateTimeField(null=True)),
                ('sorted_at', models.DateTimeField()),
                ('patient', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='patients.patient')),
                ('same_as', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corrections.correctionreport')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('is_sampled', True), ('judgement', '')), fields=['report'], name='sorted_awaits_a_second_look'), models.Index(condition=models.Q(('route', 'one_key')), fields=['report'], name='sorted_one_key'), models.Index(condition=models.Q(('patient__isnull', False)), fields=['patient'], name='sorted_by_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('route__in', ['machine', 'one_key', 'look', 'facility', 'population'])), name='sorted_route_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('judged_at', None), ('judgement', '')), models.Q(models.Q(('judgement', ''), _negated=True), ('judged_at__isnull', False)), _connector='OR'), name='sorted_judgement_is_signed')],
            },
        ),
    ]
