"""Programs ask at a given moment; nobody has tried before."""

from tests.portals.office.conftest import clock, nobody_tried_before

__all__ = ["clock", "nobody_tried_before"]
