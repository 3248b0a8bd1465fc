"""A photo of a slip, read by machine."""

from sotiem.slips.reading.slip import read_slip

__all__ = ["read_slip"]
