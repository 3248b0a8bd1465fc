"""What can happen to vaccines: the lists that come with the program are loaded."""

from sotiem.foundation.bulk import Loaded
from sotiem.vaccines.operations.load import load_vaccines

__all__ = ["Loaded", "load_vaccines"]
