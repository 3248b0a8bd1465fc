from django.db import migrations

REFUSE = """
CREATE FUNCTION rule_versions_allow_only_drafts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'draft'
        OR (NEW.public_id, NEW.identifier, NEW.drafted_by_id, NEW.drafted_at)
            IS DISTINCT FROM (OLD.public_id, OLD.identifier, OLD.drafted_by_id, OLD.drafted_at)
    THEN
        RAISE EXCEPTION 'only the draft of a rule version changes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER rule_version_published_never_changes BEFORE UPDATE OR DELETE ON reopening_ruleversion
FOR EACH ROW EXECUTE FUNCTION rule_versions_allow_only_drafts();
"""
UNDO = """
DROP TRIGGER rule_version_published_never_changes ON reopening_ruleversion;
DROP FUNCTION rule_versions_allow_only_drafts();
"""


class Migration(migrations.Migration):
    """What was published or dropped stays as it is, and whose draft it was."""

    dependencies = [("reopening", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, UNDO)]
