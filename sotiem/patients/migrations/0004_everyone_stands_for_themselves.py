from django.db import migrations


class Migration(migrations.Migration):
    """Nobody is joined with anybody yet. In a transaction of its own, before the column is asked for."""

    dependencies = [("patients", "0003_links")]

    operations = [
        migrations.RunSQL(
            "UPDATE patients_patient SET principal_id = id WHERE principal_id IS NULL",
            migrations.RunSQL.noop,
        )
    ]
