from django.db import migrations

from sotiem.foundation.unchanging import define_refusal, never_changed


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]

    operations = [
        define_refusal(),
        never_changed("foundation_auditentry"),
        never_changed("foundation_auditseal"),
        never_changed("foundation_storedfile"),
    ]
