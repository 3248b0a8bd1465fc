from django.db import migrations

from sotiem.foundation.unchanging import never_changed


class Migration(migrations.Migration):
    dependencies = [("supply", "0002_movements"), ("foundation", "0002_written_once")]

    operations = [
        never_changed("supply_stockmovement"),
    ]
