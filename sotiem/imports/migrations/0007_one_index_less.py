import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two other indexes of a file's rows begin with the file."""
    dependencies = [
        ("imports", "0006_questions_of_a_file"),
    ]

    operations = [
        migrations.AlterField(
            model_name="importrow",
            name="dose_import",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rows",
                to="imports.doseimport",
            ),
        ),
    ]
