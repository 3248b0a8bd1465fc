from django.db import migrations

# Doses that were on record before there were figures of them.
COUNT = """
INSERT INTO deadlines_facilityday (facility_id, day, entered_on, recorded, is_total)
SELECT version.facility_id, version.administered_on,
    (dose.recorded_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, count(*), true
FROM doses_dose AS dose
JOIN doses_doseversion AS version ON version.id = dose.current_id
WHERE version.status = 'completed' AND version.facility_id IS NOT NULL
GROUP BY 1, 2, 3
"""


class Migration(migrations.Migration):

    dependencies = [("deadlines", "0001_deadlines"), ("doses", "0004_loaded")]

    operations = [migrations.RunSQL(COUNT, "DELETE FROM deadlines_facilityday")]
