"""Staff sign in as all staff do."""

from tests.portals.office.conftest import clock, nobody_tried_before

__all__ = ["clock", "nobody_tried_before"]
