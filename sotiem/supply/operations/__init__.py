"""What can happen to lots."""

from sotiem.supply.operations.register_lot import register_lot

__all__ = ["register_lot"]
