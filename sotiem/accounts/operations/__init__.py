"""What can happen to accounts, and what is refused."""

from sotiem.accounts.operations.grant import grant_role, withdraw_role
from sotiem.accounts.operations.one_time_code import (
    CodeHasExpired,
    CodeIsWrong,
    redeem_code,
    send_code,
)
from sotiem.accounts.operations.register import register_user

__all__ = [
    "CodeHasExpired",
    "CodeIsWrong",
    "grant_role",
    "redeem_code",
    "register_user",
    "send_code",
    "withdraw_role",
]
