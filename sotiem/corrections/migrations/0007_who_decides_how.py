import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A report may end with an earlier one, and a decision says how it came about."""

    dependencies = [
        ('corrections', '0006_kinds_of_reports'),
        ('doses', '0005_by_lot'),
        ('patients', '0009_completed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='correctionreport',
            name='report_status_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='decision_refusal_names_its_reason',
        ),
        migrations.AddField(
            model_name='correctionreport',
            name='joined_to',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joined', to='corrections.correctionreport'),
        ),
        migrations.AddField(
            model_name='decision',
            name='way',
            field=models.CharField(db_default='look', default='look', max_length=10),
        ),
        migrations.AlterField(
            model_name='decision',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='correctionreport',
            index=models.Index(condition=models.Q(('joined_to__isnull', False)), fields=['joined_to'], name='report_by_what_it_joined'),
        ),
        migrations.AddConstraint(
            model_name='correctionreport',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['submitted', 'under_review', 'waiting_for_facility', 'awaiting_second', 'joined', 'accepted', 'refused', 'withdrawn'])), name='report_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='correctionreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'joined'), _negated=True), ('joined_to__isnull', False), _connector='OR'), name='report_joined_says_to_which'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['accept', 'already']), ('reason', '')), models.Q(('outcome', 'refuse'), ('reason__in', ['slip_incomplete', 'name_contradicts', 'only_a_portrait', 'dose_differs', 'birth_date_differs', 'slip_lacks_person', 'slip_covered', 'slip_blurred', 'date_differs', 'nothing_agrees', 'name_without_marks', 'vaccine_differs', 'slip_edited'])), _connector='OR'), name='decision_refusal_names_its_reason'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('way', 'machine')), models.Q(models.Q(('way', 'machine'), _negated=True), ('decided_by__isnull', False)), _connector='OR'), name='decision_is_an_officers_or_the_machines'),
        ),
    ]
