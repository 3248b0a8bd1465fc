"""What can happen to places: the lists that come with the program are loaded."""

from sotiem.foundation.bulk import Loaded
from sotiem.places.operations.load import load_places

__all__ = ["Loaded", "load_places"]
