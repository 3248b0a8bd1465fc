"""What a program sends: one person as people write it down; what is wrong is told in words."""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from django.http import HttpRequest

from sotiem.foundation.refusals import Refusal
from sotiem.imports.operations.upload import XLSX
from sotiem.imports.rules.container import MOST_BYTES
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
# The files that are taken, and how each is called when it has no name.
FILES: Final = {XLSX: "xlsx", "text/csv": "csv", "application/fhir+json": "json"}
_NUMBER: Final = re.compile(r"[0-9]{1,9}", re.ASCII)


class NotJson(Refusal):
    """The body says in its header that it is something else."""


class BodyIsTooLarge(Refusal):
    """More text than this address takes at once; details: kilobytes."""


class BodyIsBroken(Refusal):
    """The body is not one JSON object, or names a field twice."""


class FieldIsUnknown(Refusal):
    """A field that nobody would read; details: field."""


class MediaTypeIsUnknown(Refusal):
    """The header says that the file is of a kind which is not read here."""


class FileIsMissing(Refusal):
    """A form was sent without its field `file`."""


class HowManyDoses(Refusal):
    """No dose at all, or too many at once; details: most."""


class FieldIsNotAnObject(Refusal):
    """A field that holds a dose or a person is none; details: field."""


class FieldIsNotAFlag(Refusal):
    """A field is neither `true` nor `false`; details: field."""


class FieldIsNotANumber(Refusal):
    """A field that counts rows is no whole number; details: field."""


class FieldIsNotText(Refusal):
    """A field holds something else than text; details: field."""


class FieldIsTooLong(Refusal):
    """A field holds more than people write there; details: field, most."""


class RulesAreNotInForce(Refusal):
    """No rules of reopening of this name are in force; details: rules, known."""


class NothingToGoBy(Refusal):
    """What is known of the person does not lead to anybody on record."""


def json_body(request: HttpRequest, *, most: int) -> Mapping[str, Any]:
    """The one JSON object that a request carries, of so many bytes at most."""
    if request.content_type != "application/json":
        raise NotJson
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        raise BodyIsTooLarge(kilobytes=most // 1024)
    try:
        read = json.loads(request.body, object_pairs_hook=_each_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BodyIsBroken from None
    if not isinstance(read, dict):
        raise BodyIsBroken
    return read


def texts(read: Mapping[str, Any], fields: Collection[str], *, inside: str = "") -> dict[str, str]:
    """Every field as text, empty where nothing is known; `inside` says where they stand."""
    for name in read:
        if name not in fields:
            shown = name[:NAMED_AT_MOST].encode(errors="replace").decode()
            raise FieldIsUnknown(field=f"{inside}{shown}")
    given = {name: "" if (value := read.get(name)) is None else value for name in fields}
    for name, value in given.items():
        if not isinstance(value, str) or not _is_whole(value):
            raise FieldIsNotText(field=f"{inside}{name}")
        if len(value) > LONGEST:
            raise FieldIsTooLong(field=f"{inside}{name}", most=LONGEST)
    return given


def certificate_text(request: HttpRequest) -> str:
    """The one field `text` of a certificate that is to be checked, however long."""
    read = json_body(request, most=LARGEST)
    if (unknown := next((name for name in read if name != "text"), None)) is not None:
        raise FieldIsUnknown(field=unknown[:NAMED_AT_MOST].encode(errors="replace").decode())
    if not isinstance(text := read.get("text"), str) or not _is_whole(text):
        raise FieldIsNotText(field="text")
    return text


def texts_in(read: Mapping[str, Any], field: str) -> dict[str, str]:
    """The one field that is an object of texts."""
    if (unknown := next((name for name in read if name != field), None)) is not None:
        raise FieldIsUnknown(field=unknown[:NAMED_AT_MOST].encode(errors="replace").decode())
    given = read.get(field)
    if not isinstance(given, dict):
        raise FieldIsNotAnObject(field=field)
    return texts(given, list(given), inside=f"{field}.")


def read_file(request: HttpRequest) -> tuple[bytes, str, dict[str, str]]:
    """The file that a request carries, its name, and what is said of it beside."""
    given = {name: request.GET[name] for name in request.GET}
    if request.content_type == "multipart/form-data":
        given |= {name: request.POST[name] for name in request.POST}
        file = request.FILES.get("file")
        if file is None:
            raise FileIsMissing
        return file.read(MOST_BYTES + 1), file.name or "", given
    if request.content_type not in FILES:
        raise MediaTypeIsUnknown
    content = request.read(MOST_BYTES + 1)
    return content, given.get("name", f"danh-sach.{FILES[request.content_type]}"), given


def flag(given: Mapping[str, str], field: str) -> bool:
    """A field that says `true` or `false`; false when it is not there."""
    if (text := given.get(field, "false")) not in ("true", "false"):
        raise FieldIsNotAFlag(field=field)
    return text == "true"


def whole_number(request: HttpRequest, field: str) -> int:
    """A number of the address; 0 when it is not there."""
    text = request.GET.get(field, "0")
    if not _NUMBER.fullmatch(text):
        raise FieldIsNotANumber(field=field)
    return int(text)


def read_claim(request: HttpRequest) -> PersonClue:
    """The person described in the body of a request."""
    given = texts(json_body(request, most=LARGEST), FIELDS)
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


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError("a field is named twice")
    return read


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no JSON")


def _is_whole(text: str) -> bool:
    """Half a character beyond the first 65,536 is no text."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
