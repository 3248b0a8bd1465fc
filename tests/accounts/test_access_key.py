import uuid
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from sotiem.accounts.facts import Role
from sotiem.accounts.models import AccessKey, User
from sotiem.accounts.operations import (
    AccessKeyHasExpired,
    AccessKeyIsRevoked,
    AccessKeyIsUnknown,
    AccessKeyMustEnd,
    TooManyAccessKeys,
    access_key,
    close_account,
    make_access_key,
    reset_sign_in,
    revoke_access_key,
    use_access_key,
)
from sotiem.accounts.queries import access_keys_of, staff_of
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed, TooManyRequests
from tests.factories import accounts, keys

pytestmark = pytest.mark.django_db
ADDRESS = "192.0.2.7"


@pytest.fixture
def officer() -> User:
    return accounts.user((Role.OFFICER, "vn/2025:79"))


def test_only_a_hash_of_a_key_is_kept(officer: User, at: datetime) -> None:
    token = keys.token_of(officer, at=at)
    key = AccessKey.objects.get()
    kept = [str(getattr(key, field.attname)) for field in AccessKey._meta.concrete_fields]
    assert not any(token in value for value in kept)
    assert token.endswith(key.last_letters)
    trace = AuditEntry.objects.get(action="access_key.made")
    assert token not in str(trace.details)
    assert use_access_key(token=token, address=ADDRESS, at=at) == key


def test_the_same_key_made_twice_is_one(officer: User, at: datetime) -> None:
    by, until = staff_of(officer, at=at), at + timedelta(days=1)
    one, again = (
        make_access_key(token="sotiem_x", name="Máy", expires_at=until, by=by, at=at)
        for _ in range(2)
    )
    assert one == again
    assert AuditEntry.objects.filter(action="access_key.made").count() == 1


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_officers_and_clerks_make_keys(role: Role, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        keys.token_of(accounts.user((role, "vn")), at=at)
    assert AccessKey.objects.count() == 0


def test_a_clerk_s_program_acts_as_the_clerk(at: datetime) -> None:
    clerk = accounts.user((Role.CLERK, "vn/2025:79"))
    token = keys.token_of(clerk, at=at)
    assert use_access_key(token=token, address=ADDRESS, at=at).user == clerk


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_key_ends_and_within_a_year(officer: User, at: datetime, days: int) -> None:
    with pytest.raises(AccessKeyMustEnd):
        keys.token_of(officer, at=at, days=days)


def test_a_key_that_ends_before_it_begins_is_refused_by_the_database(
    officer: User, at: datetime
) -> None:
    keys.token_of(officer, at=at)
    with pytest.raises(IntegrityError, match="access_key_ends"), transaction.atomic():
        AccessKey.objects.update(expires_at=at)


def test_nobody_holds_more_keys_than_can_be_looked_after(officer: User, at: datetime) -> None:
    for _ in range(10):
        keys.token_of(officer, at=at)
    with pytest.raises(TooManyAccessKeys):
        keys.token_of(officer, at=at)
    first = access_keys_of(officer.pk, limit=20)[-1]
    revoke_access_key(key_id=first.pk, by=staff_of(officer, at=at), at=at)
    keys.token_of(officer, at=at)


def test_a_key_opens_until_it_ends(officer: User, at: datetime) -> None:
    token, day = keys.token_of(officer, at=at, days=1), timedelta(days=1)
    use_access_key(token=token, address=ADDRESS, at=at + day - timedelta(seconds=1))
    with pytest.raises(AccessKeyHasExpired):
        use_access_key(token=token, address=ADDRESS, at=at + day)


def test_a_revoked_key_opens_nothing_and_is_revoked_once(officer: User, at: datetime) -> None:
    token, by = keys.token_of(officer, at=at), staff_of(officer, at=at)
    for _ in range(2):
        revoke_access_key(key_id=AccessKey.objects.get().pk, by=by, at=at)
    with pytest.raises(AccessKeyIsRevoked):
        use_access_key(token=token, address=ADDRESS, at=at)
    assert AuditEntry.objects.filter(action="access_key.revoked").count() == 1


def test_nobody_revokes_another_s_key(officer: User, at: datetime) -> None:
    keys.token_of(officer, at=at)
    other = accounts.staff((Role.OFFICER, "vn"), (Role.ADMINISTRATOR, "vn"))
    with pytest.raises(NotAllowed):
        revoke_access_key(key_id=AccessKey.objects.get().pk, by=other, at=at)
    assert AccessKey.objects.in_force(at).exists()


def test_closing_an_account_closes_its_keys_and_resetting_revokes_them(
    officer: User, at: datetime
) -> None:
    by, tokens = accounts.staff((Role.ADMINISTRATOR, "vn")), []
    tokens.append(keys.token_of(officer, at=at))
    close_account(user_id=officer.pk, by=by, at=at)
    with pytest.raises(AccessKeyIsRevoked):
        use_access_key(token=tokens[0], address=ADDRESS, at=at)
    User.objects.filter(pk=officer.pk).update(is_active=True)
    reset_sign_in(user_id=officer.pk, password=str(uuid.uuid4()), by=by, at=at)
    with pytest.raises(AccessKeyIsRevoked):
        use_access_key(token=tokens[0], address=ADDRESS, at=at)
    assert not AccessKey.objects.in_force(at).exists()
    assert AuditEntry.objects.get(action="access_key.revoked").actor_key == by.key


def test_two_keys_share_one_allowance(
    officer: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_key, "USES", 3)
    tokens = [keys.token_of(officer, at=at) for _ in range(2)]
    for token in (*tokens, tokens[0]):
        use_access_key(token=token, address=ADDRESS, at=at)
    with pytest.raises(TooManyRequests):
        use_access_key(token=tokens[1], address=ADDRESS, at=at)
    use_access_key(token=tokens[1], address=ADDRESS, at=at + timedelta(minutes=11))


def test_wrong_keys_cost_the_address(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_key, "WRONG_KEYS_PER_ADDRESS", 2)
    for token in ("", "sotiem_sai"):
        with pytest.raises(AccessKeyIsUnknown):
            use_access_key(token=token, address=ADDRESS, at=at)
    with pytest.raises(TooManyRequests):
        use_access_key(token="sotiem_sai", address=ADDRESS, at=at)
    with pytest.raises(AccessKeyIsUnknown):
        use_access_key(token="sotiem_sai", address="192.0.2.8", at=at)


def test_the_list_tells_when_a_key_was_last_used(officer: User, at: datetime) -> None:
    keys.token_of(officer, at=at)
    (unused,) = access_keys_of(officer.pk, limit=5)
    assert unused.last_used_at is None  # type: ignore[attr-defined]
