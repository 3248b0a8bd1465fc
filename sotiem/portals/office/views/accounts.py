import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sotiem.accounts import permissions
from sotiem.accounts.facts import Role, Staff
from sotiem.accounts.models import Membership, User
from sotiem.accounts.operations import (
    add_staff,
    close_account,
    grant_role,
    reopen_account,
    reset_sign_in,
    withdraw_role,
)
from sotiem.accounts.queries import account_within, accounts_within
from sotiem.foundation.identifiers import new_submission_key
from sotiem.foundation.refusals import Refusal
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.office.forms import AddForm, GrantForm
from sotiem.portals.office.scopes import names_of
from sotiem.portals.office.words import ROLE_HINTS, ROLES

ACCOUNTS_A_PAGE: Final = 50
SHOWN_ONCE: Final = "start_password_of"


@staff(Role.ADMINISTRATOR)
def accounts(request: HttpRequest) -> HttpResponse:
    """The staff within the administrator's jurisdictions."""
    after = request.GET.get("sau", "")[:150]
    mine = acting_staff(request).jurisdictions(Role.ADMINISTRATOR)
    found = accounts_within(
        mine, at=timezone.now(), after=after.replace("\x00", ""), limit=ACCOUNTS_A_PAGE + 1
    )
    shown = found[:ACCOUNTS_A_PAGE]
    places = names_of(role.jurisdiction for user in shown for role in _roles(user))
    next_url = ""
    if len(found) > ACCOUNTS_A_PAGE:
        next_url = f"{reverse('office:accounts')}?{urlencode({'sau': shown[-1].username})}"
    facts = {
        "accounts": [_row(user, places) for user in shown],
        "next_url": next_url,
        "is_later": bool(after),
    }
    return render(request, "office/accounts.html", facts)


@staff(Role.ADMINISTRATOR)
def add_account(request: HttpRequest) -> HttpResponse:
    """Take someone into the staff. The same form sent twice adds one person."""
    form = AddForm(request.POST or None, initial={"submission_key": new_submission_key()})
    if request.method == "POST" and form.is_valid():
        key: UUID = form.cleaned_data["submission_key"]
        try:
            user = add_staff(
                public_id=key,
                username=form.cleaned_data["username"],
                full_name=form.cleaned_data["full_name"],
                unit_name=form.cleaned_data["unit_name"],
                password=_start_password(key),
                role=Role(form.cleaned_data["role"]),
                jurisdiction=form.jurisdiction,
                by=acting_staff(request),
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, sentence_for(refusal))
        else:
            return _show_once(request, user, key)
    status = 422 if form.errors else 200
    facts = {"form": form, "role_hints": ROLE_HINTS}
    return render(request, "office/add_account.html", facts, status=status)


@never_cache
@staff(Role.ADMINISTRATOR)
def account(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One member of staff: roles, and what may be done about the account."""
    user = _account(request, public_id)
    key = None
    if request.session.get(SHOWN_ONCE, {}).get("user") == str(public_id):
        key = request.session.pop(SHOWN_ONCE)["key"]
    return _page(request, user, start_password=_start_password(UUID(key)) if key else "")


@require_POST
@staff(Role.ADMINISTRATOR)
def grant(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give someone one more role."""
    user, form = _account(request, public_id), GrantForm(request.POST)
    if not form.is_valid():
        return _page(request, user, form=form)
    role = Role(form.cleaned_data["role"])
    return _try(
        request,
        user,
        lambda: grant_role(
            user=user,
            role=role,
            jurisdiction=form.jurisdiction,
            by=acting_staff(request),
            at=timezone.now(),
        ),
    )


@require_POST
@staff(Role.ADMINISTRATOR)
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End one of someone's roles."""
    user = _account(request, public_id)
    wanted = (request.POST.get("role"), request.POST.get("jurisdiction"))
    held = [role for role in _roles(user) if (role.role, role.jurisdiction) == wanted]
    if not held:
        return redirect("office:account", public_id)
    return _try(
        request,
        user,
        lambda: withdraw_role(
            membership_id=held[0].pk, by=acting_staff(request), at=timezone.now()
        ),
    )


@require_POST
@staff(Role.ADMINISTRATOR)
def close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let someone in no more."""
    user, by = _account(request, public_id), acting_staff(request)
    return _try(request, user, lambda: close_account(user_id=user.pk, by=by, at=timezone.now()))


@require_POST
@staff(Role.ADMINISTRATOR)
def reopen(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let someone in again."""
    user, by = _account(request, public_id), acting_staff(request)
    return _try(request, user, lambda: reopen_account(user_id=user.pk, by=by, at=timezone.now()))


@require_POST
@staff(Role.ADMINISTRATOR)
def reset(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Start someone's sign-in afresh, with a password shown once."""
    user, by = _account(request, public_id), acting_staff(request)
    try:
        key = UUID(request.POST.get("submission_key", ""))
    except ValueError:
        return redirect("office:account", public_id)
    done = _try(
        request,
        user,
        lambda: reset_sign_in(
            user_id=user.pk, password=_start_password(key), by=by, at=timezone.now()
        ),
    )
    return _show_once(request, user, key) if done.status_code == 302 else done


def _account(request: HttpRequest, public_id: UUID) -> User:
    mine = acting_staff(request).jurisdictions(Role.ADMINISTRATOR)
    user = account_within(mine, public_id=public_id, at=timezone.now())
    if user is None:
        raise Http404
    return user


def _try(request: HttpRequest, user: User, act: Callable[[], object]) -> HttpResponse:
    """Act, then show the account again; a refusal is told on the same page."""
    try:
        act()
    except Refusal as refusal:
        return _page(request, user, errors=[sentence_for(refusal)])
    return redirect("office:account", user.public_id)


def _page(
    request: HttpRequest,
    user: User,
    *,
    form: GrantForm | None = None,
    errors: list[str] | None = None,
    start_password: str = "",
) -> HttpResponse:
    who = acting_staff(request)
    facts = {
        "account": user,
        "roles": _shown_roles(user, who),
        "is_self": who.user_id == user.pk,
        "may_look_after": permissions.can_administer(who, _roles(user) or user.memberships.all()),
        "form": form or GrantForm(),
        "errors": errors or [],
        "role_hints": ROLE_HINTS,
        "submission_key": new_submission_key(),
        "start_password": start_password,
    }
    refused = bool(errors) or form is not None
    return render(request, "office/account.html", facts, status=422 if refused else 200)


def _row(user: User, places: Mapping[str, str]) -> dict[str, Any]:
    return {
        "public_id": user.public_id,
        "username": user.username,
        "full_name": user.first_name,
        "unit_name": user.unit_name,
        "is_active": user.is_active,
        "roles": [
            {"name": ROLES[Role(role.role)], "place": places[role.jurisdiction]}
            for role in _roles(user)
        ],
    }


def _shown_roles(user: User, who: Staff) -> list[dict[str, Any]]:
    places = names_of(role.jurisdiction for role in _roles(user))
    return [
        {
            "code": role.role,
            "jurisdiction": role.jurisdiction,
            "name": ROLES[Role(role.role)],
            "place": places[role.jurisdiction],
            "since": role.valid_from,
            "is_mine_to_withdraw": who.may(Role.ADMINISTRATOR, role.jurisdiction),
        }
        for role in _roles(user)
    ]


def _roles(user: User) -> list[Membership]:
    """The roles in force, as the query left them."""
    found: list[Membership] = user.roles_now  # type: ignore[attr-defined]
    return found


def _show_once(request: HttpRequest, user: User, key: UUID) -> HttpResponse:
    request.session[SHOWN_ONCE] = {"user": str(user.public_id), "key": str(key)}
    return redirect("office:account", user.public_id)


def _start_password(key: UUID) -> str:
    """Twelve letters and digits, the same for the same form: a double click gives one password."""
    secret = hmac.new(settings.SECRET_KEY.encode(), b"start" + key.bytes, hashlib.sha256)
    letters = base64.b32encode(secret.digest()).decode().lower()[:12]
    return "-".join(letters[start : start + 4] for start in (0, 4, 8))
