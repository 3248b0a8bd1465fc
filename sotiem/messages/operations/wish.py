"""How somebody wants to be told, beside the SMS: in a browser, by mail."""

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.db import transaction

from sotiem.foundation import audit, jobs
from sotiem.foundation.actors import Actor
from sotiem.foundation.identifiers import new_public_id
from sotiem.foundation.refusals import Refusal
from sotiem.messages.facts import Way
from sotiem.messages.models import Message, PushDevice, Wish

MOST_DEVICES: Final = 5
LINK_HOLDS: Final = timedelta(days=1)
_SALT: Final = "sotiem.messages.email"


class PushServiceUnknown(Refusal):
    """The browser names a service to which nothing is sent from here."""


class LinkIsOver(Refusal):
    """The link of a confirming mail is too old, or is none."""


@transaction.atomic
def allow_push(
    *, phone: str, endpoint: str, key: str, secret: str, by: Actor, at: datetime
) -> PushDevice:
    """Remember that this browser may be told; the oldest of too many is let go."""
    if not _is_known(endpoint):
        raise PushServiceUnknown
    device, _ = PushDevice.objects.update_or_create(
        endpoint=endpoint,
        defaults={"phone": phone, "key": key, "secret": secret, "agreed_at": at},
    )
    newest = PushDevice.objects.filter(phone=phone).order_by("-agreed_at", "-pk")
    kept = newest.values_list("pk", flat=True)[:MOST_DEVICES]
    PushDevice.objects.filter(phone=phone).exclude(pk__in=list(kept)).delete()
    audit.record("push.allowed", device, by=by, at=at)
    return device


@transaction.atomic
def forget_push(*, phone: str, endpoint: str, by: Actor, at: datetime) -> None:
    """Tell this browser nothing any more; without an address, none of hers."""
    devices = PushDevice.objects.select_for_update().filter(phone=phone)
    if endpoint:
        devices = devices.filter(endpoint=endpoint)
    for device in devices:
        audit.record("push.forgotten", device, by=by, at=at)
    devices.delete()


@transaction.atomic
def wish_email(*, phone: str, email: str, page: str, by: Actor, at: datetime) -> Wish:
    """Remember an address, or none; mail goes there once its reader opened a link sent to it.

    `page` is the public page that takes the link.
    """
    wish, _ = Wish.objects.select_for_update().get_or_create(
        phone=phone, defaults={"changed_at": at}
    )
    if wish.email == email:
        return wish
    wish.email, wish.email_confirmed_at, wish.changed_at = email, None, at
    wish.save(update_fields=["email", "email_confirmed_at", "changed_at"])
    audit.record("email.wished" if email else "email.forgotten", wish, by=by, at=at)
    if email:
        _ask(wish, page, at)
    return wish


@transaction.atomic
def confirm_email(*, link: str, by: Actor, at: datetime) -> Wish:
    """Agree, by the link that a mail brought, that mail may come; again changes nothing."""
    try:
        told = signing.loads(link, salt=_SALT)
    except signing.BadSignature:
        raise LinkIsOver from None
    asked = Message.objects.filter(public_id=told["message"]).values("phone")
    wishes = Wish.objects.select_for_update().filter(phone__in=asked, email=told["email"])
    wish = wishes.first()
    if wish is None or at > datetime.fromisoformat(told["at"]) + LINK_HOLDS:
        raise LinkIsOver
    if wish.email_confirmed_at is None:
        wish.email_confirmed_at = at
        wish.save(update_fields=["email_confirmed_at"])
        audit.record("email.confirmed", wish, by=by, at=at)
    return wish


def _ask(wish: Wish, page: str, at: datetime) -> None:
    number = new_public_id()
    told = {"message": str(number), "email": wish.email, "at": at.isoformat()}
    link = signing.dumps(told, salt=_SALT)
    message = Message.objects.create(
        public_id=number,
        phone=wish.phone,
        purpose="email_confirmation",
        way=Way.EMAIL,
        values={"email": wish.email, "address": f"{settings.PUBLIC_ADDRESS}{page}{link}"},
        written_at=at,
        due_at=at,
    )
    jobs.enqueue("deliver_message", message_id=message.pk)


def _is_known(endpoint: str) -> bool:
    """Browsers may send us nowhere but to the services that carry for them."""
    try:
        parts = urlsplit(endpoint)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        return False
    if host in settings.PUSH_SERVICES_HERE:
        return True
    return (
        parts.scheme == "https"
        and port in (None, 443)
        and any(host == one or host.endswith(f".{one}") for one in settings.PUSH_SERVICES)
    )
