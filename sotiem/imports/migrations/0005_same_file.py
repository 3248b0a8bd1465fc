import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A file, or its rows, may have come before."""

    dependencies = [
        ("imports", "0004_lists_of_a_file"),
    ]

    operations = [
        migrations.AddField(
            model_name="doseimport",
            name="rows_digest",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
        migrations.AddField(
            model_name="doseimport",
            name="same_as",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="imports.doseimport",
            ),
        ),
    ]
