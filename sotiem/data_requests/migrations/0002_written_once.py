from django.db import migrations

from sotiem.foundation.unchanging import never_changed


class Migration(migrations.Migration):
    dependencies = [("data_requests", "0001_data_requests"), ("foundation", "0002_written_once")]

    operations = [never_changed("data_requests_dataanswer")]
