"""What somebody says who registers, in normal form."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final, Self
from uuid import UUID


class Relation(StrEnum):
    """Who is to be vaccinated, as seen by whoever registers."""

    SELF = "self"
    CHILD = "child"
    PARENT = "parent"
    OTHER = "other"


class PartOfDay(StrEnum):
    ANY = "any"
    MORNING = "morning"  # 07:00 to 11:30
    AFTERNOON = "afternoon"  # 13:00 to 17:30


class Known(StrEnum):
    """An answer about one's health. Nobody has to know."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Condition(StrEnum):
    """What the medical history asks, so that the facility is prepared. Proposed."""

    SEVERE_ALLERGY = "severe_allergy"
    AFTER_A_DOSE = "after_a_dose"
    CHRONIC = "chronic"
    WEAK_IMMUNITY = "weak_immunity"
    BLEEDING = "bleeding"
    PREGNANT = "pregnant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registrant:
    """Who is to be vaccinated.

    `birth_date` is YYYY, YYYY-MM or YYYY-MM-DD; `phone` 10 digits: where the call goes; `cccd`
    12 digits, `cmnd` 8 or 9, `bhyt` its last ten; `passport` as written, in capitals.
    """

    full_name: str
    birth_date: str
    sex: str
    phone: str
    commune_id: int
    cccd: str = ""
    cmnd: str = ""
    passport: str = ""
    bhyt: str = ""
    address: str = ""
    occupation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """When somebody would like to come: not before a day, and at which part of it."""

    not_before: date
    part_of_day: PartOfDay = PartOfDay.ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """All that a registration says. `group` is the number of a priority group."""

    registrant: Registrant
    relation: Relation
    group: int
    wish: Wish
    history: Mapping[Condition, Known] = field(default_factory=dict)
    consent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What an organization says of itself, and who speaks for it. `group` as in `Asked`."""

    name: str
    kind: str
    number: str
    address: str
    commune_id: int
    contact_name: str
    contact_phone: str
    contact_email: str
    group: int
    consent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """One of an organization's people; `key` makes the same row sent twice one registration."""

    key: UUID
    registrant: Registrant
    group: int
    wish: Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Whom a session invites; empty means everybody of its facility's line.

    `age_from` and `age_to` are whole years on the day of the session, both included; `next_dose`
    is which dose of the disease would be given; `last_vaccine` the code of the last one; `due_days`
    how many days at least lie between the last dose and the day of the session.
    """

    groups: tuple[int, ...] = ()
    commune_id: int | None = None
    address: str = ""  # a part of it: a street, a neighbourhood
    age_from: int | None = None
    age_to: int | None = None
    next_dose: int | None = None
    last_vaccine: str = ""
    due_days: int | None = None
    organization: str = ""  # its code

    def kept(self) -> dict[str, Any]:
        """As it is kept with the calling: only what was chosen."""
        return {key: value for key, value in asdict(self).items() if value or value == 0}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        return cls(**{**kept, "groups": tuple(kept.get("groups", ()))})


@dataclass(frozen=True, slots=True)
class Consent:
    """What somebody agrees to. A version that was agreed to is never changed."""

    version: str
    words_vi: str
    words_en: str


CONSENTS: Final[Mapping[str, Consent]] = {
    each.version: each
    for each in (
        Consent(
            version="2026-1",
            words_vi=(
                "Tôi đồng ý để cơ quan y tế và cơ sở tiêm chủng dùng thông tin này để lập danh "
                "sách, mời tiêm và chuẩn bị cho buổi tiêm an toàn. Việc tiêm hay không do tôi "
                "quyết định tại buổi tiêm, sau khi được tư vấn. Tôi có thể rút đăng ký bất cứ "
                "lúc nào."
            ),
            words_en=(
                "I agree that the health authorities and the facility use these data to draw up "
                "lists, to call people and to prepare a safe vaccination. Whether I am vaccinated "
                "I decide there, after I was advised. I may withdraw this registration at any time."
            ),
        ),
    )
}
CONSENT_IN_FORCE: Final = "2026-1"
STATEMENTS: Final[Mapping[str, Consent]] = {
    each.version: each
    for each in (
        Consent(
            version="to-chuc-2026-1",
            words_vi=(
                "Chúng tôi cam đoan từng người trong danh sách đã được cho biết và đồng ý để đơn "
                "vị đăng ký tiêm chủng thay mình, với đúng những thông tin ghi trong tệp. Đơn vị "
                "không dùng danh sách này vào việc khác. Mỗi người tự quyết định có tiêm hay "
                "không, tự quản lý hoặc rút đăng ký của mình bất cứ lúc nào."
            ),
            words_en=(
                "We declare that each person on the list was told and agreed that we register "
                "them to be vaccinated, with just the data in the file. We use the list for "
                "nothing else. Each person decides whether to be vaccinated, and may take over or "
                "withdraw the registration at any time."
            ),
        ),
    )
}
STATEMENT_IN_FORCE: Final = "to-chuc-2026-1"
