import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A file that leaves something open waits for its clerk; what she says is remembered."""
    dependencies = [
        ("facilities", "0001_initial"),
        ("foundation", "0002_written_once"),
        ("imports", "0005_same_file"),
    ]

    operations = [
        migrations.CreateModel(
            name="RememberedAnswers",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signature", models.CharField(max_length=64)),
                ("answers", models.JSONField()),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="doseimport",
            name="import_status_is_known",
        ),
        migrations.AddField(
            model_name="doseimport",
            name="answers",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="doseimport",
            name="questions",
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddConstraint(
            model_name="doseimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "checking",
                            "asking",
                            "refused",
                            "ready",
                            "committing",
                            "committed",
                            "cancelled",
                            "undoing",
                            "undone",
                        ],
                    )
                ),
                name="import_status_is_known",
            ),
        ),
        migrations.AddField(
            model_name="rememberedanswers",
            name="facility",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="facilities.facility",
            ),
        ),
        migrations.AddField(
            model_name="rememberedanswers",
            name="last_import",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="imports.doseimport",
            ),
        ),
        migrations.AddConstraint(
            model_name="rememberedanswers",
            constraint=models.UniqueConstraint(
                fields=("facility", "signature"), name="remembered_answers_are_unique"
            ),
        ),
    ]
