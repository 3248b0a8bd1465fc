from django.db import migrations

ONLY_ENDS = """
CREATE FUNCTION guardians_right_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
        OR (to_jsonb(OLD) - ARRAY['ended_at', 'ended_by', 'ended_because'])
            IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['ended_at', 'ended_by', 'ended_because'])
    THEN
        RAISE EXCEPTION 'a right may only be ended, once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guardianship_only_ends BEFORE UPDATE OR DELETE ON guardians_guardianship
FOR EACH ROW EXECUTE FUNCTION guardians_right_only_ends();
"""
UNDO = """
DROP TRIGGER guardianship_only_ends ON guardians_guardianship;
DROP FUNCTION guardians_right_only_ends();
"""


class Migration(migrations.Migration):
    """A right of a guardian is ended, once; nothing else in it changes."""

    dependencies = [("guardians", "0001_initial")]

    operations = [migrations.RunSQL(ONLY_ENDS, UNDO)]
