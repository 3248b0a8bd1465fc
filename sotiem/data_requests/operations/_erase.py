"""What is really deleted, item by item. Each says how many things are gone."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from sotiem.corrections.operations import erase_photos
from sotiem.data_requests.facts import Item
from sotiem.data_requests.models import DataRequest
from sotiem.foundation.actors import Actor
from sotiem.messages.models import PushDevice, Wish
from sotiem.messages.operations import forget_push, wish_email
from sotiem.registrations.operations import erase_registrations


def erase(item: Item, request: DataRequest, *, by: Actor, at: datetime) -> int:
    """Delete what the request names, of this person and this phone, and of nobody else."""
    return _WAYS[item](request, by, at)


def _email(request: DataRequest, by: Actor, at: datetime) -> int:
    if not Wish.objects.filter(phone=request.phone).exclude(email="").exists():
        return 0
    wish_email(phone=request.phone, email="", page="", by=by, at=at)
    return 1


def _push(request: DataRequest, by: Actor, at: datetime) -> int:
    number = PushDevice.objects.filter(phone=request.phone).count()
    forget_push(phone=request.phone, endpoint="", by=by, at=at)
    return number


def _registrations(request: DataRequest, by: Actor, at: datetime) -> int:
    return erase_registrations(phone=request.phone, by=by, at=at)


def _photos(request: DataRequest, by: Actor, at: datetime) -> int:
    return erase_photos(patient_id=request.patient_id, phone=request.phone, by=by, at=at)


_WAYS: Final[Mapping[Item, Callable[[DataRequest, Actor, datetime], int]]] = {
    Item.EMAIL: _email,
    Item.PUSH: _push,
    Item.REGISTRATIONS: _registrations,
    Item.PHOTOS: _photos,
}
