"""How a sheet is understood: container, cells, columns, rows. No database, no clock."""
