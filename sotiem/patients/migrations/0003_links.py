import django.db.models.deletion
from django.db import migrations, models

import sotiem.foundation.identifiers

ONLY_ENDS = """
CREATE FUNCTION patients_link_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
        OR (to_jsonb(OLD) - ARRAY['ended_at', 'ended_by', 'ended_reason'])
            IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['ended_at', 'ended_by', 'ended_reason'])
    THEN
        RAISE EXCEPTION 'a link may only be ended, once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER patient_link_only_ends BEFORE UPDATE OR DELETE ON patients_patientlink
FOR EACH ROW EXECUTE FUNCTION patients_link_only_ends();
"""
UNDO = """
DROP TRIGGER patient_link_only_ends ON patients_patientlink;
DROP FUNCTION patients_link_only_ends();
"""


class Migration(migrations.Migration):
    """Two records may be joined by a link; each may name the record that stands for its whole."""

    dependencies = [("patients", "0002_written_once")]

    operations = [
        migrations.CreateModel(
            name="PatientLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=sotiem.foundation.identifiers.new_public_id, unique=True)),
                ("one", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="patients.patient")),
                ("other", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="patients.patient")),
                ("reason", models.CharField(max_length=20)),
                ("evidence", models.JSONField(default=dict)),
                ("origin", models.CharField(max_length=100)),
                ("linked_by", models.CharField(max_length=100)),
                ("linked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=100)),
                ("ended_reason", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("one__lt", models.F("other"))), name="patient_link_names_the_older_record_first"),
                    models.UniqueConstraint(condition=models.Q(("ended_at__isnull", True)), fields=("one", "other"), name="patient_link_in_force_is_one"),
                    models.CheckConstraint(condition=models.Q(("reason__in", ["matched", "reviewed", "requested"])), name="patient_link_reason_is_known"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by", ""), ("ended_reason", "")),
                            models.Q(models.Q(("ended_by", ""), _negated=True), ("ended_at__isnull", False), ("ended_reason__in", ["another_person", "requested", "by_mistake"])),
                            _connector="OR",
                        ),
                        name="patient_link_ended_says_who_and_why",
                    ),
                ],
            },
        ),
        migrations.RunSQL(ONLY_ENDS, UNDO),
        migrations.AddField(
            model_name="patient",
            name="principal",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="members", to="patients.patient"),
        ),
    ]
