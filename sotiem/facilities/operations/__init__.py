"""What can happen to facilities."""

from sotiem.facilities.operations.register import jurisdiction_of, register_facility

__all__ = ["jurisdiction_of", "register_facility"]
