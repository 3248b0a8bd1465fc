"""The pages, one folder per kind of reader, over one design language."""
