"""The shapes of what programs send and are told, as JSON Schema."""

from collections.abc import Mapping
from typing import Any, Final

from certificate_format import Outcome, Step
from certificate_format.rule_checks import CARDS
from certificate_format.rules import NO_CARD, OPEN, Ruling
from sotiem.certificates.facts import Standing
from sotiem.corrections.facts import RefusalReason
from sotiem.corrections.states import ReportStatus
from sotiem.imports.facts import LeftOut, PassedOver
from sotiem.imports.rules import sent
from sotiem.imports.rules.questions import QuestionKind
from sotiem.imports.states import ImportStatus, RowOutcome
from sotiem.portals.api import reading
from sotiem.slips.facts import SlipWarning
from sotiem.slips.rules import FAULTS, code_of
from sotiem.vaccines.schedule import DueState

Schema = dict[str, Any]


def text(most: int | None = None) -> Schema:
    return {"type": "string"} if most is None else {"type": "string", "maxLength": most}


def words(*values: str) -> Schema:
    return {"type": "string", "enum": [str(value) for value in values]}


def maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def many(schema: Schema, *, least: int = 0, most: int | None = None) -> Schema:
    bounds = {"minItems": least, **({} if most is None else {"maxItems": most})}
    return {"type": "array", "items": schema, **bounds}


def shape(optional: Mapping[str, Schema] | None = None, **fields: Schema) -> Schema:
    """An object with these fields, perhaps some others, and no more."""
    return {
        "type": "object",
        "properties": {**fields, **(optional or {})},
        "required": list(fields),
        "additionalProperties": False,
    }


_GIVEN: Final = maybe(text(reading.LONGEST))
_TEXTS: Final[Schema] = {"type": "object", "additionalProperties": text()}
_WHOLE: Final[Schema] = {"type": "integer", "minimum": 0}
_SHARE: Final[Schema] = {"type": "number", "minimum": 0, "maximum": 1}
_UUID: Final[Schema] = {"type": "string", "format": "uuid"}
_DAY: Final[Schema] = {"type": "string", "format": "date"}
_MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
_WARNINGS: Final = (
    *RefusalReason,
    *(code_of(SlipWarning(reason, fault)) for fault, reason in FAULTS),
)
_FOUND: Final = {"code": text(), "value": text(), "sentences": ref("Sentences")}
_SENT: Final = dict.fromkeys((*sent.DOSE, "reference"), _GIVEN)

SCHEMAS: Final[dict[str, Schema]] = {
    "Error": shape(
        type=text(),
        title=text(),
        status={"type": "integer"},
        detail=text(),
        instance=text(),
        error=shape(code=text(), message=text(), request=text()),
    ),
    "Report": shape(
        code=text(),
        reference=maybe(text()),
        status=words(*ReportStatus),
        submitted_at=_MOMENT,
        answer_due_at=_MOMENT,
        decided_at=maybe(_MOMENT),
        reason=maybe(words(*RefusalReason)),
        warnings=many(
            shape(
                kind=words(*_WARNINGS),
                photo=maybe({"type": "integer", "minimum": 1}),
                sentences=ref("Sentences"),
            )
        ),
        links=shape(self=text()),
    ),
    "Sentences": shape(vi=text(), en=text()),
    "Person": shape(dict.fromkeys(sent.PERSON, _GIVEN)),
    "Dose": shape(_SENT, person=ref("Person")),
    "DosesSent": {
        "oneOf": [
            shape(facility=text(), dose=ref("Dose")),
            shape(facility=text(), doses=many(ref("Dose"), least=1, most=sent.MOST)),
        ]
    },
    "DoseTold": shape(
        index=_WHOLE,
        reference=text(),
        outcome=words("recorded", "known", "waiting", "refused", "undone"),
        dose=maybe(_UUID),
        sentences=ref("Sentences"),
        problems=many(shape(field=text(), **_FOUND)),
    ),
    "DosesTold": shape(
        **{"import": _UUID},
        status=words(*ImportStatus),
        doses=many(ref("DoseTold")),
        links=shape(**{"import": text()}),
    ),
    "Import": shape(
        id=_UUID,
        status=words(*ImportStatus),
        facility=text(),
        file_name=text(),
        uploaded_at=_MOMENT,
        committed_at=maybe(_MOMENT),
        progress=shape(rows=_WHOLE, checked=_WHOLE),
        counts=shape(**{str(outcome): _WHOLE for outcome in RowOutcome}),
        problem=maybe(shape(code=text(), sentences=ref("Sentences"))),
        same_as=maybe(
            shape(
                id=_UUID,
                status=words(*ImportStatus),
                file_name=text(),
                uploaded_by=text(),
                uploaded_at=_MOMENT,
            )
        ),
        questions=many(
            shape(
                key=text(),
                kind=words(*QuestionKind),
                column=text(),
                choices=many(text()),
                proposed=text(),
                examples=many(shape(cell=text(), reads=_TEXTS)),
            )
        ),
        not_read=shape(
            rows=many(shape(why=words(*PassedOver), count=_WHOLE, where=text())),
            sheets=many(shape(sheet=text(), why=words(*LeftOut))),
        ),
        links=shape(self=text(), rows=maybe(text()), result=maybe(text()), page=text()),
    ),
    "Answers": shape(answers=_TEXTS),
    "Row": shape(
        sheet=maybe(text()),
        row=_WHOLE,
        slot=_WHOLE,
        outcome=words(*RowOutcome),
        sentences=ref("Sentences"),
        problems=many(shape(column=text(), **_FOUND)),
    ),
    "Rows": shape(rows=many(ref("Row")), next=maybe(text())),
    "CertificateShown": shape(text=text()),
    "Verification": shape(
        {"rules": ref("ByRules")},
        verdict=words("valid", "not_valid", "unreadable"),
        standing=words(*Standing),
        country=maybe(text()),
        steps=many(
            shape(
                step=words(*Step, "record", "rules"), outcome=words(*Outcome), reason=maybe(text())
            )
        ),
        payload=maybe({"type": "object"}),
        reasons=many(text()),
    ),
    "ByRules": shape(
        identifier=text(),
        version=text(),
        status=words("proposed", "published"),
        card=maybe(words(*CARDS, NO_CARD, OPEN)),
        findings=many(shape(card=words(*CARDS), rule=text(), ruling=words(*Ruling))),
    ),
    "Facilities": shape(
        facilities=many(
            shape(
                code=text(),
                name=text(),
                kind=text(),
                address=text(),
                commune=shape(code=text(), name=text()),
                province=shape(code=text(), name=text()),
                head=text(),
                tables=maybe(_WHOLE),
                phone=text(),
                hours=text(),
                next_session_on=maybe(_DAY),
                suspended=maybe(shape(since=_DAY, until=maybe(_DAY), reason=text())),
            )
        ),
        next=maybe(text()),
    ),
    "PersonAsked": shape(dict.fromkeys(reading.FIELDS, _GIVEN)),
    "Match": shape(
        zone=words("link", "review", "new"),
        nobody=_SHARE,
        model=text(),
        candidates=many(
            shape(
                id=_UUID,
                reference=maybe(text()),
                probability=_SHARE,
                levels={"type": "object", "additionalProperties": text()},
                explanation=text(),
                next_doses=many(
                    shape(
                        disease=text(),
                        state=words(*DueState),
                        dose_number=_WHOLE,
                        **dict.fromkeys(("earliest_on", "from_on", "before_on"), maybe(text())),
                    )
                ),
            )
        ),
        elsewhere=_WHOLE,
        unread=many(text()),
    ),
}
