from django.db import migrations

from sotiem.foundation.unchanging import never_altered


class Migration(migrations.Migration):
    """A file that nothing on record names may go; foreign keys hold those that are named."""

    dependencies = [("foundation", "0002_written_once")]

    operations = [never_altered("foundation_storedfile")]
