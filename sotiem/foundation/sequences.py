"""Primary keys known before the rows are written, so that rows naming each other go in together."""

from django.db import connection, models


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Take `count` primary keys from the table's own sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]
