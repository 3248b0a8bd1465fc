from django.db import migrations, models

# A file had one list; what it called its columns becomes the first of several.
TO_LISTS = """
UPDATE imports_doseimport
SET headers = CASE WHEN headers = '{}' THEN '[]'
    ELSE jsonb_build_array(headers || '{"name": ""}') END
WHERE jsonb_typeof(headers) = 'object'
"""
TO_ONE = """
UPDATE imports_doseimport SET headers = coalesce(headers -> 0, '{}')
WHERE jsonb_typeof(headers) = 'array'
"""


class Migration(migrations.Migration):
    """A file may hold several lists, and rows that are none."""

    dependencies = [("imports", "0003_review_and_waiting")]

    operations = [
        migrations.AlterField(
            model_name="doseimport", name="headers", field=models.JSONField(default=list)
        ),
        migrations.AddField(
            model_name="doseimport",
            name="passed_over",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.RunSQL(TO_LISTS, TO_ONE),
    ]
