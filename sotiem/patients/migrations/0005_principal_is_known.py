import django.db.models.deletion
from django.db import migrations, models

REQUIRE = """
ALTER TABLE patients_patient ADD CONSTRAINT patient_has_a_principal
    CHECK (principal_id IS NOT NULL) NOT VALID;
ALTER TABLE patients_patient VALIDATE CONSTRAINT patient_has_a_principal;
"""


class Migration(migrations.Migration):
    """Every record names the one that stands for its whole.

    A constraint says so instead of the column: it is checked without holding up who reads or writes.
    """

    dependencies = [("patients", "0004_everyone_stands_for_themselves")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    REQUIRE, "ALTER TABLE patients_patient DROP CONSTRAINT patient_has_a_principal"
                )
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="patient",
                    name="principal",
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="members", to="patients.patient"),
                )
            ],
        )
    ]
