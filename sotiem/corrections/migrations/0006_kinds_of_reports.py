import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Five more kinds of report; an officer may name another person on record."""

    dependencies = [
        ('corrections', '0005_routing_and_questions'),
        ('doses', '0005_by_lot'),
        ('patients', '0009_completed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='correctionreport',
            name='report_kind_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='correctionreport',
            name='report_about_a_dose_names_it',
        ),
        migrations.AddField(
            model_name='correctionreport',
            name='other',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='patients.patient'),
        ),
        migrations.AddConstraint(
            model_name='correctionreport',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['dose_wrong', 'dose_missing', 'never_received', 'nothing_recorded', 'person_wrong', 'dose_twice', 'two_records', 'not_mine', 'certificate'])), name='report_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='correctionreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['dose_wrong', 'never_received', 'dose_twice', 'not_mine']), _negated=True), ('dose__isnull', False), _connector='OR'), name='report_about_a_dose_names_it'),
        ),
    ]
