"""Sessions in the database, with fewer questions to it."""

from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.utils.crypto import get_random_string


class SessionStore(InDatabase):
    """A new key is not asked for first: that one is taken is found out when it is written."""

    def _get_new_session_key(self) -> str:
        return get_random_string(32, VALID_KEY_CHARS)
