"""Identifiers that people outside may see: never a primary key."""

import os
import secrets
import uuid

# No 0/O, 1/I/L, U/V: read aloud on the phone and copied by hand.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"


def new_public_id() -> uuid.UUID:
    return uuid.uuid4()


def new_public_ids(number: int) -> list[str]:
    """Many of them, as text."""
    noise = os.urandom(16 * number)
    return [
        str(uuid.UUID(bytes=noise[at : at + 16], version=4)) for at in range(0, 16 * number, 16)
    ]


def new_submission_key() -> uuid.UUID:
    """A key a form carries, so that the same submission sent twice is one submission."""
    return uuid.uuid4()


def new_tracking_code(prefix: str) -> str:
    """`PA-7KQ4-M2XD`: 29^8 possibilities, about 5e11."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{prefix}-{letters[:4]}-{letters[4:]}"


def normal_tracking_code(text: str) -> str:
    """The code as we keep it, however it was typed."""
    letters = "".join(character for character in text.upper() if character.isalnum())
    return f"{letters[:2]}-{letters[2:6]}-{letters[6:10]}"
