from django.db import migrations

from sotiem.foundation.unchanging import never_changed


class Migration(migrations.Migration):

    dependencies = [
        ("announcements", "0001_initial"),
        ("foundation", "0001_initial"),
    ]

    operations = [
        never_changed("announcements_announcementstep"),
    ]
