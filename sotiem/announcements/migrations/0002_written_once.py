from django.db import migrations

from sotiem.foundation.unchanging import never_changed


class Migration(migrations.Migration):

    dependencies = [
        ("announcements", "0001_initial"),
        ("foundation", "0002_written_once"),
    ]

    operations = [
        never_changed("announcements_announcementstep"),
    ]
