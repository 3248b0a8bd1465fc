"""Whom we believe: our own signers, and those of other countries that lists of others name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain
from typing import Final, NamedTuple

from django.db.models import Exists, OuterRef, Q

from certificate_format import CertificateError, SignerCertificate, TrustList
from certificate_format.der import read_certificate
from certificate_format.trust import USAGE_OIDS
from certificate_format.trust_lists import PublishedList, difference
from sotiem.certificates.facts import COUNTRY
from sotiem.certificates.foreign_models import ForeignSigner, TakenTrustList
from sotiem.certificates.models import SigningKey
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.proof import disagreements

MOST_KID_BYTES: Final = 32
MOST_BYTES: Final = 16_384
# What browsers and people can read as dates; some certificates name the year 1 or 9999.
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


class NotTaken(StrEnum):
    """Why a signer that can be read is not believed."""

    OUR_COUNTRY = "our_own_signers_come_from_no_list_of_others"
    OUR_KEY = "it_is_a_key_of_ours_or_bears_its_identifier"
    NO_COUNTRY = "no_country_is_named"
    NO_KNOWN_USE = "it_signs_nothing_that_is_checked_here"
    KEY_TOO_WEAK_OR_ODD = "neither_p_256_nor_rsa_of_2048_bits"
    ODD_IDENTIFIER = "identifier_empty_or_longer_than_32_bytes"
    TOO_LARGE = "certificate_larger_than_16_kib"
    NO_TIME = "it_ends_before_it_begins"
    LISTED_TWICE = "listed_twice"


class NotBelieved(NamedTuple):
    """An entry of a list that is passed by: what it is called, its country, and why."""

    name: str
    country: str
    reason: str


@dataclass(frozen=True, slots=True)
class ListChange:
    """What a list of a source changes in what is believed."""

    source: str
    added: tuple[SignerCertificate, ...]
    removed: tuple[SignerCertificate, ...]
    changed: tuple[tuple[SignerCertificate, SignerCertificate], ...]  # before, after
    unchanged: tuple[SignerCertificate, ...]
    refused: tuple[NotBelieved, ...]
    passed_over: int  # of other countries than the one asked for

    @property
    def believed(self) -> tuple[SignerCertificate, ...]:
        """Who is believed once it is taken."""
        return (*self.unchanged, *(after for _, after in self.changed), *self.added)

    @property
    def removes_many(self) -> bool:
        """Whether more than a third of what is believed now would go: rather a broken list."""
        known = len(self.removed) + len(self.changed) + len(self.unchanged)
        return 3 * len(self.removed) > known


class TrustOnRecord(TrustList):
    """Our own signers and foreign ones, looked up one by one as certificates name them."""

    def __init__(self, at: datetime) -> None:
        super().__init__(())
        self._at = at

    def find(self, kid: bytes) -> tuple[SignerCertificate, ...]:
        """Give every signer that the identifier may mean; of ours alone, if it is one of ours."""
        ours = SigningKey.objects.filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=self._at),
            kind=SigningKey.Kind.SIGNER,
            kid=kid.hex(),
        )
        encoded = ours.order_by("pk").values_list("certificate", flat=True)
        found = tuple(SignerCertificate.from_der(bytes(each)) for each in encoded)
        if found:
            return found
        foreign = ForeignSigner.objects.believed(self._at).filter(kid=kid.hex())
        return tuple(each.signer for each in foreign.order_by("pk"))


def signers_on_record(at: datetime) -> list[SignerCertificate]:
    """All whom we believe and who can still sign: our own first."""
    ours = SigningKey.objects.filter(
        kind=SigningKey.Kind.SIGNER, valid_to__gte=at, withdrawn_at__isnull=True
    )
    encoded = ours.order_by("pk").values_list("certificate", flat=True)
    return [*(SignerCertificate.from_der(bytes(each)) for each in encoded), *foreign_signers(at)]


def foreign_signers(at: datetime) -> list[SignerCertificate]:
    """Foreign signers that can still sign, each once though several sources list it."""
    rows = ForeignSigner.objects.believed(at).filter(valid_to__gte=at).order_by("-pk")
    first = {(each.kid, each.key_hash): each for each in rows}
    return [each.signer for each in sorted(first.values(), key=lambda each: each.pk)]


def foreign_changes() -> int:
    """How often a foreign signer was added or removed; it only grows."""
    rows = ForeignSigner.objects.all()
    return rows.count() + rows.filter(removed_at__isnull=False).count()


def change_by(listed: PublishedList, *, source: str, country: str | None = None) -> ListChange:
    """Say what a list would change. With a country, only its signers are looked at, and a signer
    that names none is taken for its."""
    after, refused, passed_over = _admitted(listed, country)
    named = {_identity(each) for each in after}
    known = ForeignSigner.objects.filter(source=source, removed_at__isnull=True)
    all_before = [each.signer for each in known.order_by("country", "pk")]
    before = [
        each for each in all_before if country in (None, each.country) or _identity(each) in named
    ]
    found = difference(before, after)
    fresh = {_identity(each) for each in (*found.added, *(new for _, new in found.changed))}
    return ListChange(
        source=source,
        added=found.added,
        removed=found.removed,
        changed=found.changed,
        unchanged=tuple(each for each in after if _identity(each) not in fresh),
        refused=tuple(refused),
        passed_over=passed_over,
    )


def last_number(source: str) -> int | None:
    """The highest number of a list that was taken from a source that numbers its lists."""
    numbers = TakenTrustList.objects.filter(source=source, sequence__isnull=False)
    return numbers.order_by("-sequence").values_list("sequence", flat=True).first()


def _identity(signer: SignerCertificate) -> tuple[bytes, bytes]:
    return signer.kid, signer.public_key_info


def _admitted(
    listed: PublishedList, country: str | None
) -> tuple[list[SignerCertificate], list[NotBelieved], int]:
    refused = [NotBelieved(each.name, "", each.reason.value) for each in listed.refused]
    keys = SigningKey.objects.values_list("certificate", flat=True)
    own = [SignerCertificate.from_der(bytes(encoded)) for encoded in keys]
    ours = {*(each.kid for each in own), *(each.public_key_info for each in own)}
    admitted: dict[tuple[bytes, bytes], SignerCertificate] = {}
    passed_over = 0
    for given in listed.signers:
        named = given.country if _is_country(given.country) else ""
        if country and named not in ("", country, COUNTRY):
            passed_over += 1
            continue
        signer = _tidied(given, named or country or "")
        is_known = _identity(signer) in admitted
        reason = NotTaken.LISTED_TWICE if is_known else _objection(signer, ours)
        if reason is None:
            admitted[_identity(signer)] = signer
        else:
            refused.append(NotBelieved(given.kid.hex()[:64], signer.country, reason.value))
    ordered = sorted(admitted.values(), key=lambda each: (each.country, each.kid))
    return ordered, refused, passed_over


def _tidied(signer: SignerCertificate, country: str) -> SignerCertificate:
    return replace(
        signer,
        country=country,
        usages=frozenset(USAGE_OIDS[kind] for kind in signer.kinds),
        valid_from=max(signer.valid_from, _EARLIEST),
        valid_until=min(signer.valid_until, _LATEST),
    )


def _objection(signer: SignerCertificate, ours: set[bytes]) -> NotTaken | None:
    checks: Iterable[tuple[bool, NotTaken]] = (
        (COUNTRY in (signer.country, _subject_country(signer)), NotTaken.OUR_COUNTRY),
        (signer.kid in ours or signer.public_key_info in ours, NotTaken.OUR_KEY),
        (not signer.country, NotTaken.NO_COUNTRY),
        (not 1 <= len(signer.kid) <= MOST_KID_BYTES, NotTaken.ODD_IDENTIFIER),
        (signer.algorithm is None, NotTaken.KEY_TOO_WEAK_OR_ODD),
        (not signer.usages, NotTaken.NO_KNOWN_USE),
        (len(signer.certificate) > MOST_BYTES, NotTaken.TOO_LARGE),
        (signer.valid_from >= signer.valid_until, NotTaken.NO_TIME),
    )
    return next((reason for fails, reason in checks if fails), None)


def _subject_country(signer: SignerCertificate) -> str:
    """What the certificate itself says, whatever the list says beside it."""
    try:
        return read_certificate(signer.certificate).country if signer.certificate else ""
    except CertificateError:
        return ""


def _is_country(text: str) -> bool:
    return len(text) == 2 and text.isascii() and text.isalpha()


def disagreements_on_trust() -> Iterator[str]:
    """Name each foreign signer that does not agree with the trail."""
    rows = ForeignSigner.objects.all()
    kind = "foreignsigner"
    told = AuditEntry.objects.filter(
        object_kind=kind, object_id=OuterRef("pk"), action="foreign_signer.removed"
    )
    back = rows.filter(Exists(told), removed_at__isnull=True)
    gone = rows.filter(~Exists(told), removed_at__isnull=False)
    yield from disagreements(rows, kind=kind, facts_of=lambda row: row.facts)
    for pk in chain(*(each.order_by("pk").values_list("pk", flat=True) for each in (back, gone))):
        yield f"{kind} {pk}: it is believed otherwise than the trail says"
