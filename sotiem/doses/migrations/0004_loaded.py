from django.db import migrations, models


class Migration(migrations.Migration):
    """Doses of other systems are loaded, with the written name of a vaccine we do not know."""

    dependencies = [("doses", "0003_reference")]

    operations = [
        migrations.AddField(
            "doseversion", "vaccine_text", models.CharField(blank=True, default="", max_length=100), preserve_default=False
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
