"""Our matching of a file beside Splink, on the same invented people in the same run."""
