from django.db import migrations, models


class Migration(migrations.Migration):
    """Doses of other systems are loaded, with the written name of a vaccine we do not know."""

    dependencies = [("doses", "0003_reference")]

    operations = [
        # With a default in the database, so that a program of before can go on writing.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE doses_doseversion ADD COLUMN vaccine_text varchar(100) DEFAULT '' NOT NULL",
                    "ALTER TABLE doses_doseversion DROP COLUMN vaccine_text",
                )
            ],
            state_operations=[
                migrations.AddField(
                    "doseversion",
                    "vaccine_text",
                    models.CharField(blank=True, default="", max_length=100),
                    preserve_default=False,
                ),
            ],
        ),
        migrations.RemoveConstraint("doseversion", "dose_version_reason_is_known"),
        migrations.AddConstraint(
            "doseversion",
            models.CheckConstraint(
                condition=models.Q(("reason__in", ["recorded", "loaded", "report", "withdrawn"])),
                name="dose_version_reason_is_known",
            ),
        ),
    ]
