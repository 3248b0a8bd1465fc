"""A refusal: the system understood, and says no."""


class Refusal(Exception):
    """Base of everything an operation may raise on purpose.

    What a person reads stands in `portals/components/sentences/`, one sentence per class.
    `details` are values that the sentence may name; never personal data.
    """

    def __init__(self, message: str = "", **details: str | int) -> None:
        super().__init__(message)
        self.details = details


class NotAllowed(Refusal):
    """The actor's role or jurisdiction does not reach this."""


class TooManyRequests(Refusal):
    """This asker has asked too often; details: minutes."""


def require(allowed: bool) -> None:
    """Refuse unless a permission was found."""
    if not allowed:
        raise NotAllowed
