import django.db.models.deletion
from django.db import migrations, models

from sotiem.foundation.unchanging import never_changed


class Migration(migrations.Migration):
    """Keys without a number of their own; traits, models and judged pairs.

    Keys are derived: `sotiem migrate` makes them of everyone who was on record before.
    """

    dependencies = [("matching", "0001_initial"), ("patients", "0006_reference")]

    operations = [
        # The table of before stays, empty of meaning, for programs that still run; a later version
        # lets it go.
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("PatientKey")]),
        migrations.CreateModel(
            name="PatientKey",
            fields=[
                ("pk", models.CompositePrimaryKey("key", "patient_id", blank=True, editable=False, primary_key=True, serialize=False)),
                ("key", models.BigIntegerField()),
                ("patient", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="keys", to="patients.patient")),
            ],
            options={"db_table": "matching_key"},
        ),
        migrations.CreateModel(
            name="PatientTrait",
            fields=[
                ("patient", models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="trait", serialize=False, to="patients.patient")),
                ("name", models.CharField(max_length=80)),
                ("newborn", models.BooleanField()),
                ("born", models.IntegerField()),
                ("sex", models.SmallIntegerField()),
                ("phone", models.CharField(max_length=15)),
                ("cccd", models.CharField(max_length=15)),
                ("cmnd", models.CharField(max_length=15)),
                ("bhyt", models.CharField(max_length=10)),
                ("commune", models.BigIntegerField()),
                ("province", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="NameStatistics",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("taken_at", models.DateTimeField()),
                ("people", models.BigIntegerField()),
                ("shares", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="MatchModel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=40, unique=True)),
                ("content", models.JSONField()),
                ("evaluation", models.JSONField()),
                ("made_by", models.CharField(max_length=100)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ModelSwitch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=500)),
                ("switched_by", models.CharField(max_length=100)),
                ("switched_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="MatchPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("one", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="patients.patient")),
                ("other", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="patients.patient")),
                ("probability", models.FloatField()),
                ("levels", models.JSONField()),
                ("model_version", models.CharField(max_length=40)),
                ("is_automatic", models.BooleanField()),
                ("is_sampled", models.BooleanField(default=False)),
                ("found_at", models.DateTimeField()),
                ("origin", models.CharField(max_length=100)),
                ("verdict", models.CharField(blank=True, max_length=20)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("decided_by", models.CharField(blank=True, max_length=100)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="match_pair_is_unique"),
                    models.CheckConstraint(condition=models.Q(("one__lt", models.F("other"))), name="match_pair_is_ordered"),
                    models.CheckConstraint(condition=models.Q(("verdict__in", ["", "same", "different", "unclear"])), name="match_pair_verdict_is_known"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("decided_at__isnull", True), ("verdict", "")), models.Q(models.Q(("verdict", ""), _negated=True), ("decided_at__isnull", False)), _connector="OR"),
                        name="match_pair_verdict_has_a_time",
                    ),
                ],
                "indexes": [
                    models.Index(condition=models.Q(("is_automatic", False), ("verdict", "")), fields=["-probability", "id"], name="match_pair_waiting"),
                    models.Index(condition=models.Q(("is_automatic", True), ("is_sampled", True), ("verdict", "")), fields=["id"], name="match_pair_to_look_again"),
                    models.Index(fields=["other"], name="match_pair_other"),
                ],
            },
        ),
        never_changed("matching_matchmodel"),
        never_changed("matching_modelswitch"),
        never_changed("matching_namestatistics"),
    ]
