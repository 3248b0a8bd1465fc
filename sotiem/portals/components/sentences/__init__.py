"""What a person reads when something is refused: one file per module that refuses."""
