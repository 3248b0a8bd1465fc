from django.db import migrations


class Migration(migrations.Migration):
    """Keys are hashed in another way: `sotiem migrate` gives everybody theirs again."""

    dependencies = [("matching", "0003_pairs_on_pages")]

    operations = [
        migrations.RunSQL(
            "TRUNCATE matching_key, matching_patienttrait", reverse_sql=migrations.RunSQL.noop
        ),
    ]
