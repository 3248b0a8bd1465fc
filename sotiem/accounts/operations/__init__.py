"""What can happen to accounts, and what is refused."""

from sotiem.accounts.operations._national import CountryNeedsAnAdministrator
from sotiem.accounts.operations.access_key import (
    AccessKeyHasExpired,
    AccessKeyIsRevoked,
    AccessKeyIsUnknown,
    AccessKeyMustEnd,
    TooManyAccessKeys,
    make_access_key,
    revoke_access_key,
    use_access_key,
)
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
    "AccessKeyHasExpired",
    "AccessKeyIsRevoked",
    "AccessKeyIsUnknown",
    "AccessKeyMustEnd",
    "CodeHasExpired",
    "CodeIsWrong",
    "CountryNeedsAnAdministrator",
    "NobodyClosesTheirOwnAccount",
    "NobodyGrantsToThemselves",
    "TooManyAccessKeys",
    "UsernameIsTaken",
    "add_staff",
    "choose_password",
    "close_account",
    "forget_codes",
    "grant_role",
    "make_access_key",
    "redeem_code",
    "register_user",
    "reopen_account",
    "reset_sign_in",
    "revoke_access_key",
    "send_code",
    "use_access_key",
    "withdraw_role",
]
