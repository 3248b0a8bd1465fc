from django.db import migrations

REFUSE = """
CREATE FUNCTION certificates_allow_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(OLD) ->> TG_ARGV[0] IS NOT NULL
        OR (to_jsonb(OLD) - TG_ARGV) IS DISTINCT FROM (to_jsonb(NEW) - TG_ARGV)
    THEN
        RAISE EXCEPTION '% may only be revoked, once', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER certificate_is_only_revoked BEFORE UPDATE OR DELETE ON certificates_certificate
FOR EACH ROW EXECUTE FUNCTION
    certificates_allow_only('revoked_at', 'revocation', 'replaced_by_id');

CREATE TRIGGER signing_key_is_only_withdrawn BEFORE UPDATE OR DELETE ON certificates_signingkey
FOR EACH ROW EXECUTE FUNCTION certificates_allow_only('withdrawn_at');
"""
UNDO = """
DROP TRIGGER certificate_is_only_revoked ON certificates_certificate;
DROP TRIGGER signing_key_is_only_withdrawn ON certificates_signingkey;
DROP FUNCTION certificates_allow_only();
"""


class Migration(migrations.Migration):
    """A certificate is revoked at most once, a key withdrawn at most once; nothing else changes."""

    dependencies = [("certificates", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, UNDO)]
