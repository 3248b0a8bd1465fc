"""Primary keys known before the rows are written, so that rows naming each other go in together."""

from django.db import connection, models


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Take `count` primary keys from the table's own sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(name) FROM generate_series(1, %s), "
            "(SELECT pg_get_serial_sequence(%s, 'id')::regclass AS name OFFSET 0) AS sequence",
            [count, model._meta.db_table],
        )
        return [row[0] for row in cursor.fetchall()]
