from typing import Final

from django.utils.functional import Promise

SENTENCES: Final[dict[str, Promise]] = {}
