"""What a program sends: one person as people write it down; what is wrong is told in words."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest

from sotiem.foundation.refusals import Refusal
from sotiem.matching.facts import PersonClue
from sotiem.matching.queries import place_reader
from sotiem.matching.rules.keys import keys_to_ask
from sotiem.matching.rules.places import WRITTEN
from sotiem.matching.rules.reading import read_traits
from sotiem.matching.rules.records import Records, Traits

LARGEST: Final = 16 * 1024
LONGEST: Final = 300
PERSON: Final = ("full_name", "birth_date", "sex", "phone", "cccd", "cmnd", "bhyt")
PLACE: Final = ("ward", "district", "province")
FIELDS: Final = (*PERSON, *reversed(PLACE), "address")
NAMED_AT_MOST: Final = 40


class NotJson(Refusal):
    """The body says in its header that it is something else."""


class BodyIsTooLarge(Refusal):
    """More than one person's worth of text; details: kilobytes."""


class BodyIsBroken(Refusal):
    """The body is not one JSON object, or names a field twice."""


class FieldIsUnknown(Refusal):
    """A field that nobody would read; details: field."""


class FieldIsNotText(Refusal):
    """A field holds something else than text; details: field."""


class FieldIsTooLong(Refusal):
    """A field holds more than people write there; details: field, most."""


class NothingToGoBy(Refusal):
    """What is known of the person does not lead to anybody on record."""


def read_claim(request: HttpRequest) -> PersonClue:
    """The person described in the body of a request."""
    given = _texts(_body(request))
    place = [given[name].replace(",", " ") for name in PLACE]
    return PersonClue(
        full_name=given["full_name"],
        birth_date=given["birth_date"],
        sex=given["sex"],
        phone=given["phone"],
        cccd=given["cccd"],
        cmnd=given["cmnd"],
        bhyt=given["bhyt"],
        address=", ".join(place) if any(place) else given["address"],
    )


def unread_fields(claim: PersonClue) -> list[str]:
    """The fields that were filled in and not understood; refuses what leads to nobody."""
    traits = read_traits(claim, place_reader())
    if not len(keys_to_ask(Records.of([traits])).key):
        raise NothingToGoBy
    unread = [name for name in PERSON if getattr(claim, name).strip() and not _is(name, traits)]
    # A place of neither national list is compared as it was written, but it is no place we know.
    is_known = 0 < traits.province < WRITTEN or 0 < traits.commune < WRITTEN
    return unread if is_known or not claim.address.strip(", ") else [*unread, "place"]


def _is(name: str, traits: Traits) -> bool:
    """Whether a field was understood. Numbers often stand in each other's."""
    read = {"full_name": traits.name or traits.newborn, "birth_date": traits.born}
    either = dict.fromkeys(("cccd", "cmnd"), traits.cccd or traits.cmnd)
    return bool({**traits._asdict(), **read, **either}[name])


def _body(request: HttpRequest) -> Mapping[str, Any]:
    if request.content_type != "application/json":
        raise NotJson
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        raise BodyIsTooLarge(kilobytes=LARGEST // 1024)
    try:
        read = json.loads(request.body, object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        raise BodyIsBroken from None
    if not isinstance(read, dict):
        raise BodyIsBroken
    return read


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError("a field is named twice")
    return read


def _texts(read: Mapping[str, Any]) -> dict[str, str]:
    """Every field as text, empty where nothing is known."""
    for name in read:
        if name not in FIELDS:
            raise FieldIsUnknown(field=name[:NAMED_AT_MOST].encode(errors="replace").decode())
    given = {name: "" if (value := read.get(name)) is None else value for name in FIELDS}
    for name, value in given.items():
        if not isinstance(value, str) or not _is_whole(value):
            raise FieldIsNotText(field=name)
        if len(value) > LONGEST:
            raise FieldIsTooLong(field=name, most=LONGEST)
    return given


def _is_whole(text: str) -> bool:
    """Half a character beyond the first 65,536 is no text."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
