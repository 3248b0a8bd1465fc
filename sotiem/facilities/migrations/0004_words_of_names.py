from django.db import migrations

from sotiem.facilities.rules import words_of
from sotiem.foundation.unchanging import never_changed


def find_the_known_by_their_names(apps, schema_editor):
    Facility = apps.get_model("facilities", "Facility")
    for facility in Facility.objects.filter(words=[]).only("name", "code").iterator(2_000):
        facility.words = words_of(facility.name, facility.code)
        facility.save(update_fields=["words"])


class Migration(migrations.Migration):

    dependencies = [
        ("facilities", "0003_published_facts"),
        ("foundation", "0002_written_once"),
    ]

    operations = [
        migrations.RunPython(find_the_known_by_their_names, migrations.RunPython.noop),
        never_changed("facilities_facilityversion"),
    ]
