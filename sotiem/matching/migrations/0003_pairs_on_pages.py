from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


class Migration(migrations.Migration):
    """What pages need of pairs: an address, those left unclear, those looked at again."""

    dependencies = [("matching", "0002_traits_models_and_pairs")]

    operations = [
        migrations.AddField("matchpair", "public_id", models.UUIDField(db_default=RandomUUID(), unique=True)),
        migrations.AddIndex(
            "matchpair",
            models.Index(
                condition=models.Q(("is_automatic", False), ("verdict", "unclear")), fields=["-probability", "id"], name="match_pair_unclear"
            ),
        ),
        migrations.AddIndex(
            "matchpair",
            models.Index(condition=models.Q(("is_automatic", True), ("is_sampled", True)), fields=["model_version"], name="match_pair_sampled"),
        ),
    ]
