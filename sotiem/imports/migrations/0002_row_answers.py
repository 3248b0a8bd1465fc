import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A clerk says of a row whether its dose is one on record."""

    dependencies = [("imports", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="RowAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answer", models.CharField(max_length=20)),
                ("about", models.JSONField()),
                ("answered_by", models.CharField(max_length=100)),
                ("answered_at", models.DateTimeField()),
                ("row", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="answer", to="imports.importrow")),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("answer__in", ["same", "another"])), name="row_answer_is_known")],
            },
        ),
    ]
