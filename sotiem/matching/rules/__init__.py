"""Is this the person? Plain Python on columns, without database or clock."""
