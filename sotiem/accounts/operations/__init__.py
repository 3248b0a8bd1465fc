"""What can happen to accounts, and what is refused."""

from sotiem.accounts.operations._national import CountryNeedsAnAdministrator
from sotiem.accounts.operations.forget_codes import forget_codes
from sotiem.accounts.operations.grant import NobodyGrantsToThemselves, grant_role, withdraw_role
from sotiem.accounts.operations.look_after import (
    NobodyClosesTheirOwnAccount,
    choose_password,
    close_account,
    reopen_account,
    reset_sign_in,
)
from sotiem.accounts.operations.one_time_code import (
    CodeHasExpired,
    CodeIsWrong,
    redeem_code,
    send_code,
)
from sotiem.accounts.operations.register import UsernameIsTaken, add_staff, register_user

__all__ = [
    "CodeHasExpired",
    "CodeIsWrong",
    "CountryNeedsAnAdministrator",
    "NobodyClosesTheirOwnAccount",
    "NobodyGrantsToThemselves",
    "UsernameIsTaken",
    "add_staff",
    "choose_password",
    "close_account",
    "forget_codes",
    "grant_role",
    "redeem_code",
    "register_user",
    "reopen_account",
    "reset_sign_in",
    "send_code",
    "withdraw_role",
]
