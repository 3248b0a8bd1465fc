"""Who may open a page. A page that says nothing is closed to everyone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from sotiem.accounts.facts import Citizen, Role, Staff, citizen, guardian
from sotiem.accounts.models import User
from sotiem.accounts.queries import staff_of
from sotiem.foundation.refusals import NotAllowed
from sotiem.guardians.models import Guardianship
from sotiem.guardians.queries import right_held
from sotiem.portals.components.programs import let_in
from sotiem.portals.components.refused import refused

View = Callable[..., HttpResponseBase]
CITIZEN_SESSION: Final = timedelta(minutes=30)


class Kind(StrEnum):
    PUBLIC = "public"
    CITIZEN = "citizen"
    STAFF = "staff"
    JOINING = "joining"  # signed in, second factor not yet set up
    PROGRAM = "program"  # shows the key of a member of staff


@dataclass(frozen=True, slots=True)
class Access:
    kind: Kind
    roles: frozenset[Role] = frozenset()
    by_channel: bool = False  # only with a key tied to a reporting channel
    way_in: str = "citizen:look_up"  # where a citizen proves who she is


def _marked(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark


public = _marked(Access(Kind.PUBLIC))
citizens = _marked(Access(Kind.CITIZEN))
contacts = _marked(Access(Kind.CITIZEN, way_in="registering:sign_in"))
joining = _marked(Access(Kind.JOINING))


def staff(*roles: Role) -> Callable[[View], View]:
    """Open to members of staff who hold one of these roles; to any of them when none is named."""
    return _marked(Access(Kind.STAFF, frozenset(roles)))


def programs(*roles: Role) -> Callable[[View], View]:
    """Open to programs that show the key of someone who holds one of these roles."""
    return _marked(Access(Kind.PROGRAM, frozenset(roles)))


def partners(*roles: Role) -> Callable[[View], View]:
    """Open to partners' programs: their key belongs to a channel, and opens nothing else."""
    return _marked(Access(Kind.PROGRAM, frozenset(roles), by_channel=True))


class DenyByDefault:
    """Let a request through only to a page that is marked for who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        access = getattr(view, "access", None)
        if access is None:
            return refused(request, NotAllowed(), status=403)
        if access.kind == Kind.PUBLIC:
            return None
        if access.kind == Kind.PROGRAM:
            return let_in(request, access.roles, by_channel=access.by_channel)
        if access.kind == Kind.CITIZEN:
            known = citizen_in(request)
            return _elsewhere(request) if known else _to(access.way_in, request)
        if not isinstance(request.user, User) or not request.user.is_active:
            return _to("account_login", request)
        if access.kind == Kind.JOINING:
            return None
        if not is_mfa_enabled(request.user):
            return _to("mfa_activate_totp", request)
        actor = acting_staff(request)
        if access.roles and not any(actor.has(role) for role in access.roles):
            return refused(request, NotAllowed(), status=403)
        return None


def acting_staff(request: HttpRequest) -> Staff:
    """The member of staff who asks; only for pages marked `staff` or `programs`."""
    known = getattr(request, "_acting_staff", None)
    if known is None:
        assert isinstance(request.user, User)
        known = staff_of(request.user, at=timezone.now())
        request._acting_staff = known  # type: ignore[attr-defined]
    return known


def acting_citizen(request: HttpRequest) -> Citizen:
    """The citizen who asks; only for pages marked `citizens`."""
    found = citizen_in(request)
    assert found is not None
    return found


def citizen_in(request: HttpRequest) -> Citizen | None:
    """The citizen this browser proved to be, if that is not too long ago; the ward whose record
    she opened, while her right holds."""
    kept = _kept(request)
    if kept is None:
        return None
    if (right := right_in_use(request)) is not None:
        return guardian(
            phone=kept["phone"],
            public_id=kept["patient_public_id"],
            guardian_id=kept["patient_id"],
            ward_id=right.ward_id,
        )
    return citizen(
        phone=kept["phone"],
        patient_id=kept["patient_id"],
        patient_public_id=kept["patient_public_id"],
    )


def right_in_use(request: HttpRequest) -> Guardianship | None:
    """The right by which a ward's record is open in this browser, if it still holds."""
    kept = _kept(request)
    if kept is None or not kept.get("ward"):
        return None
    known: Guardianship | None = getattr(request, "_right_in_use", None)
    if known is None or str(known.public_id) != kept["ward"]:
        known = right_held(kept["ward"], guardian_id=kept["patient_id"], at=timezone.now())
        request._right_in_use = known  # type: ignore[attr-defined]
    return known


def record_open(request: HttpRequest) -> str:
    """The public id of the record that is open in this browser; empty where none is."""
    kept = _kept(request)
    right = right_in_use(request)
    if right is not None:
        return str(right.ward.public_id)
    return kept["patient_public_id"] if kept else ""


def open_record_of(request: HttpRequest, right: Guardianship | None) -> None:
    """From now on the ward's record is open in this browser; or, again, one's own."""
    kept = request.session["citizen"]
    request.session["citizen"] = {**kept, "ward": str(right.public_id) if right else ""}


def _elsewhere(request: HttpRequest) -> HttpResponse | None:
    """Nothing goes on by a right that has ended, nor by a form that was opened for another
    record than the one that is open now."""
    kept = _kept(request)
    if kept and kept.get("ward") and right_in_use(request) is None:
        open_record_of(request, None)
        return redirect(f"{reverse('citizen:family')}?het={kept['ward']}")
    if request.method == "POST" and request.POST.get("whose", "") not in ("", record_open(request)):
        return redirect(f"{reverse('citizen:family')}?khac=1")
    return None


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    # A page that is drawn without a browser has no session.
    session = getattr(request, "session", {})
    kept: dict[str, Any] | None = session.get("citizen")
    if not kept or timezone.now() >= datetime.fromisoformat(kept["until"]):
        return None
    return kept


def open_citizen_session(
    request: HttpRequest, *, phone: str, patient_id: int | None, patient_public_id: str
) -> None:
    """Remember, for half an hour, who this browser proved to be."""
    request.session.cycle_key()
    request.session["citizen"] = {
        "phone": phone,
        "patient_id": patient_id,
        "patient_public_id": patient_public_id,
        "until": (timezone.now() + CITIZEN_SESSION).isoformat(),
    }


def close_citizen_session(request: HttpRequest) -> None:
    request.session.pop("citizen", None)


def _to(name: str, request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")
