from django.db import migrations

from sotiem.foundation.unchanging import never_altered


class Migration(migrations.Migration):
    dependencies = [("corrections", "0015_open_by_status")]

    operations = [never_altered("corrections_evidence")]
