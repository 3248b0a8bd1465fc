"""Who brings letters to people; which one does it for each way stands in the settings."""

from django.conf import settings
from django.utils.module_loading import import_string

from sotiem.messages.facts import Letter, Way


def carry(way: Way, letter: Letter) -> None:
    """Hand a letter over, or raise `NotNow` or `NeverThere`; the same key twice is one letter."""
    import_string(settings.MESSAGE_CARRIERS[way])(letter)
