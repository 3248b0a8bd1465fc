from django.db import migrations, models


class Migration(migrations.Migration):
    """What another system calls a record."""

    dependencies = [("patients", "0005_principal_is_known")]

    operations = [
        migrations.AddField("patient", "reference", models.CharField(max_length=80, null=True, unique=True)),
    ]
