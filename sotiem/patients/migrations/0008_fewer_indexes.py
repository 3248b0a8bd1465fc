import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes that nothing reads cost a tenth of a file's loading."""

    dependencies = [("patients", "0007_loaded")]

    operations = [
        migrations.AlterField(
            "patient",
            "current",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="patients.patientversion",
            ),
        ),
        migrations.AlterField(
            "patientversion",
            "patient",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="patients.patient",
            ),
        ),
        # For LIKE 'abc%', which nobody asks of another system's references.
        migrations.RunSQL(
            "DROP INDEX IF EXISTS patients_patient_reference_9c52b693_like",
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
