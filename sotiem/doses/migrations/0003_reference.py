from django.db import migrations, models


class Migration(migrations.Migration):
    """What another system calls a dose."""

    dependencies = [("doses", "0002_written_once")]

    operations = [
        migrations.AddField("dose", "reference", models.CharField(max_length=80, null=True, unique=True)),
    ]
