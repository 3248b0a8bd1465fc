"""What can happen to places: the lists that come with the program are loaded."""

from sotiem.places.operations.load import Loaded, load_places

__all__ = ["Loaded", "load_places"]
