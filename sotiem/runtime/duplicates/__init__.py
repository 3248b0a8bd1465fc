"""`sotiem people duplicates`: the registry against itself, on one machine or on a cluster."""
