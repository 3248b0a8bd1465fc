"""Tables whose rows are written once: the database itself refuses to change or delete them."""

from django.db.migrations.operations import RunSQL

FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are written once', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$
"""


def define_refusal() -> RunSQL:
    return RunSQL(FUNCTION, "DROP FUNCTION refuse_change()")


def never_changed(table: str) -> RunSQL:
    """A migration step: from now on rows of this table can only be added."""
    return RunSQL(
        f"CREATE TRIGGER {table}_is_written_once BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        f"DROP TRIGGER {table}_is_written_once ON {table}",
    )


def never_altered(table: str) -> RunSQL:
    """A migration step: what was written once may from now on be let go of, but not altered."""
    refusal = f"{table}_is_written_once"
    create = f"CREATE TRIGGER {refusal} BEFORE {{}} ON {table} "
    create += "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    drop = f"DROP TRIGGER {refusal} ON {table}; "
    return RunSQL(drop + create.format("UPDATE"), drop + create.format("UPDATE OR DELETE"))
