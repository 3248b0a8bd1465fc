from django.db import migrations

from sotiem.foundation.unchanging import never_changed

SUM_WHAT_MOVED_BEFORE = """
INSERT INTO supply_supplyday (
    path, parent, vaccine_id, day, received, used, wasted, in_store, in_transit, by_country,
    by_province, is_total
)
SELECT array_to_string(steps[1:depth], '/'), array_to_string(steps[1:depth - 1], '/'), vaccine_id,
    day, sum(doses * received), sum(doses * used), sum(doses * wasted), sum(doses * in_store),
    0, 0, 0, true
FROM (
    SELECT string_to_array(store.path, '/') AS steps, lot.vaccine_id, movement.moved_on AS day,
        CASE WHEN reverses_id IS NULL THEN doses ELSE -doses END AS doses,
        received, used, wasted, in_store
    FROM supply_stockmovement AS movement
    JOIN (VALUES
        ('received', 1, 0, 0, 1), ('returned', -1, 0, 0, -1), ('lost', 0, 0, 1, -1),
        ('counted_more', 0, 0, -1, 1), ('counted_less', 0, 0, 1, -1), ('drawn_up', 0, 1, 0, -1),
        ('put_back', 0, -1, 0, 1), ('wasted', 0, -1, 1, 0), ('used', 0, 1, 0, -1)
    ) AS kinds (kind, received, used, wasted, in_store) ON kinds.kind = movement.kind
    JOIN supply_lot AS lot ON lot.id = movement.lot_id
    JOIN facilities_facility AS store ON store.id = movement.facility_id
) AS moved, generate_series(1, cardinality(steps)) AS depth
GROUP BY 1, 2, 3, 4
"""


class Migration(migrations.Migration):
    dependencies = [("supply", "0004_levels"), ("foundation", "0002_written_once")]

    operations = [
        never_changed("supply_allocationdecision"),
        never_changed("supply_allocationline"),
        never_changed("supply_allocationwithdrawal"),
        never_changed("supply_consignment"),
        migrations.RunSQL(SUM_WHAT_MOVED_BEFORE, migrations.RunSQL.noop),
    ]
