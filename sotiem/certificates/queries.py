"""Reads of certificates: whose are they, and does what somebody shows hold?"""

from codecs import BOM_UTF8
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat, Left

from certificate_format import (
    CertificateError,
    Judgement,
    Reason,
    SignerCertificate,
    TrustList,
    health_card_codes,
    judge,
    qr,
)
from certificate_format.hcert import PREFIX
from certificate_format.revocation_lists import PREFIX_BYTES
from sotiem.certificates.confirmation_queries import IS_READY
from sotiem.certificates.facts import GivenDose, Standing, Stated, Statement, Subject, Verification
from sotiem.certificates.models import (
    Certificate,
    CertificateQuerySet,
    RevokedCertificate,
    SigningKey,
)
from sotiem.certificates.rules import RENEWED_BEFORE, Course, standing_of, statements
from sotiem.certificates.trust import TrustOnRecord, disagreements_on_trust
from sotiem.doses.facts import DoseReason, DoseStatus
from sotiem.doses.models import Dose
from sotiem.foundation.bulk import as_array
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.proof import disagreements
from sotiem.patients.models import Patient
from sotiem.vaccines.models import Vaccine

PREFIXES: Final = (PREFIX, health_card_codes.PREFIX)
PEOPLE_AT_ONCE: Final = 1_000
SAYS: Final = ("patient_version", "dose_version", "dose_number", "series_doses")
PICTURE_BYTES: Final = 8 * 1024 * 1024
PICTURE_PIXELS: Final = 24_000_000
PICTURE_STARTS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")  # PNG, JPEG


class PictureNotReadable(LookupError):
    """The file is no picture that we can look at."""


class PictureTooLarge(LookupError):
    """The picture has more bytes or pixels than we look at."""


class NoCodeInPicture(LookupError):
    """There is no QR code in the picture, or it cannot be made out."""


def certificate_in_force(patient_id: int) -> Certificate | None:
    """Find the newest certificate of a person that is not revoked, in whichever record."""
    return certificates_of(patient_id).in_force().first()


def certificates_of(patient_id: int) -> CertificateQuerySet:
    """List all certificates of a person and all her records, revoked ones too, newest first."""
    return (
        Certificate.objects.of_person(patient_id)
        .select_related("disease", "dose_version__vaccine", "patient_version")
        .newest_first()
    )


def verify(text: str, *, at: datetime) -> Verification:
    """Say how a certificate stands: its signature first, then whether it was revoked.

    Of what came after a revoked certificate only the day is told.
    """
    judgement = judge(as_pasted(text), trust=TrustOnRecord(at), at=at)
    verification = Verification(judgement, standing_of(judgement))
    if judgement.signature_hash is None or verification.is_foreign:
        return verification
    return _on_record(judgement, judgement.signature_hash.hex())


def _on_record(judgement: Judgement, signature_hash: str) -> Verification:
    issued = (
        Certificate.objects.filter(signature_hash=signature_hash)
        .annotate(is_renewed=_renewed() & ~Exists(_named()))
        .values_list("revocation", "revoked_at", "is_renewed")
        .first()
    )
    if issued is None:
        return Verification(judgement, Standing.NOT_ON_RECORD)
    revocation, revoked_at, is_renewed = issued
    if revoked_at is not None and not is_renewed:
        return Verification(judgement, Standing(revocation), revoked_at)
    return Verification(judgement, standing_of(judgement))


def _named() -> QuerySet[RevokedCertificate]:
    """What verifiers are told of a certificate."""
    return RevokedCertificate.objects.filter(certificate=OuterRef("pk"))


def _renewed() -> Q:
    """Certificates that were replaced, near their end, by one that says the same: they are
    believed until then, unless the record is corrected."""
    same = {name: OuterRef(name) for name in SAYS}
    successor = Certificate.objects.filter(pk=OuterRef("replaced_by"), **same)
    return Q(Exists(successor), revoked_at__gte=F("expires_at") - RENEWED_BEFORE)


_GIVEN: Final = f"""
SELECT patient.principal_id, dose.id, version.id, version.vaccine_id, version.administered_on,
    dose.recorded_at, {IS_READY}
FROM patients_patient AS patient
JOIN doses_dose AS dose ON dose.patient_id = patient.id
JOIN doses_doseversion AS version ON version.id = dose.current_id
WHERE patient.principal_id = ANY(%s::bigint[]) AND version.status = %s
ORDER BY version.administered_on, dose.id
"""


def statements_of(principal_ids: Collection[int], vaccines: Mapping[int, Vaccine]) -> Stated:
    """Say what the certificates of these people have to state, by the doses of their wholes."""
    courses = {
        pk: Course(vaccine.disease_id, vaccine.doses_in_primary_course)
        for pk, vaccine in vaccines.items()
    }
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN, [as_array(principal_ids), DoseStatus.COMPLETED])
        return statements((GivenDose._make(row) for row in cursor.fetchall()), courses)


def tells(certificate: Certificate, statement: Statement, patient_version_id: int) -> bool:
    """Whether a certificate says just this of that version of the person."""
    return (
        certificate.patient_version_id == patient_version_id
        and certificate.dose_version_id == statement.dose_version_id
        and certificate.dose_number == statement.dose_number
        and certificate.series_doses == statement.series_doses
    )


def as_pasted(text: str) -> str:
    """Take out what mail programs and clipboards add: line ends, and blanks around the text.

    Blanks inside belong to the text; none can stand at its end.
    """
    return "".join(text.splitlines()).strip()


def text_in_picture(picture: bytes) -> str:
    """Read the QR code in a PNG or JPEG picture, whose size is checked before its pixels are."""
    if len(picture) > PICTURE_BYTES:
        raise PictureTooLarge
    if not picture.startswith(PICTURE_STARTS):
        raise PictureNotReadable
    try:
        text = qr.read(picture, max_pixels=PICTURE_PIXELS)
    except CertificateError as error:
        too_large = error.reason is Reason.IMAGE_TOO_LARGE
        raise (PictureTooLarge if too_large else PictureNotReadable) from error
    if not text:
        raise NoCodeInPicture
    return text


def text_of_source(source: str) -> str:
    """Find what a command line names: the text itself, or a file with the text or a picture."""
    if source.lstrip().startswith(PREFIXES):
        return source
    with Path(source).open("rb") as file:
        return text_of_content(file.read(PICTURE_BYTES + 1))


def text_of_content(content: bytes) -> str:
    """Find what a file holds: a certificate's text, or a picture of its QR code."""
    text = content.removeprefix(BOM_UTF8).lstrip()
    if text.startswith(tuple(prefix.encode() for prefix in PREFIXES)):
        return text.decode("ascii", errors="replace")
    return text_in_picture(content)


def disagreements_on_record() -> Iterator[str]:
    """Name each certificate that does not agree with the trail, its own signature or the record."""
    everything = Certificate.objects.all()
    yield from disagreements(everything, kind="certificate", facts_of=lambda row: row.facts)
    yield from _unsigned()
    yield from _revoked_otherwise()
    yield from _untold()
    yield from _outdated()
    yield from disagreements_on_trust()


def _unsigned() -> Iterator[str]:
    """Certificates whose text was not signed by their key, or that carry another hash."""
    keys = SigningKey.objects.filter(kind=SigningKey.Kind.SIGNER).order_by("pk")
    trust = TrustList(SignerCertificate.from_der(bytes(key.certificate)) for key in keys)
    for each in Certificate.objects.order_by("pk").iterator():
        judgement = judge(each.text, trust=trust, at=each.issued_at)
        found = judgement.signature_hash
        if not judgement.is_valid or found is None or found.hex() != each.signature_hash:
            yield f"certificate {each.pk}: its signature does not hold"


def _revoked_otherwise() -> Iterator[str]:
    """Certificates that are revoked without a trace, or in force though the trail revoked them."""
    told = AuditEntry.objects.filter(
        object_kind="certificate",
        object_id=OuterRef("pk"),
        action=Concat(Value("certificate."), OuterRef("revocation")),
    )
    revoked = Certificate.objects.filter(revoked_at__isnull=False)
    for pk in revoked.exclude(Exists(told)).order_by("pk").values_list("pk", flat=True):
        yield f"certificate {pk}: it is revoked, and the trail does not know why"
    ended = AuditEntry.objects.filter(
        object_kind="certificate",
        object_id=OuterRef("pk"),
        action__in=["certificate.replaced", "certificate.withdrawn"],
    )
    in_force = Certificate.objects.in_force()
    for pk in in_force.filter(Exists(ended)).order_by("pk").values_list("pk", flat=True):
        yield f"certificate {pk}: it is in force, though it was revoked"


def _untold() -> Iterator[str]:
    """Certificates that are revoked without a word for verifiers, or of which they are told though
    they hold, or that begin like a revoked one of the same key."""
    revoked = Certificate.objects.filter(revoked_at__isnull=False).exclude(_renewed())
    for pk in revoked.exclude(Exists(_named())).order_by("pk").values_list("pk", flat=True):
        yield f"certificate {pk}: it is revoked, and no list will tell so"
    in_force = Certificate.objects.in_force()
    for pk in in_force.filter(Exists(_named())).order_by("pk").values_list("pk", flat=True):
        yield f"certificate {pk}: it is in force, and lists tell that it is not"
    begins = Left("signature_hash", 2 * PREFIX_BYTES)
    alike = RevokedCertificate.objects.annotate(begins=begins).filter(
        signing_key=OuterRef("signing_key"), begins=OuterRef("begins")
    )
    for pk in in_force.annotate(begins=begins).filter(Exists(alike)).values_list("pk", flat=True):
        yield f"certificate {pk}: verifiers take it for a revoked one; issue it anew"


def _outdated() -> Iterator[str]:
    """Certificates in force that tell of something else than the record, and those it lacks."""
    vaccines = Vaccine.objects.select_related("disease").in_bulk()
    last = 0
    while people := dict(
        Patient.objects.filter(pk__gt=last, principal=F("pk"))
        .order_by("pk")
        .values_list("pk", "current_id")[:PEOPLE_AT_ONCE]
    ):
        in_force = {
            Subject(each.patient_id, each.disease_id): each
            for each in Certificate.objects.in_force().filter(patient__principal_id__in=people)
        }
        stated = statements_of(people, vaccines).statements
        for subject, certificate in sorted(in_force.items()):
            statement = stated.get(subject)
            person = people.get(subject.patient_id)
            if not (statement and person and tells(certificate, statement, person)):
                yield f"certificate {certificate.pk}: it tells of something the record does not say"
        for subject in sorted(stated.keys() - in_force.keys() - _explained(people)):
            yield f"patient {subject.patient_id}: a certificate is missing"
        last = max(people)


def _explained(patient_ids: Collection[int]) -> set[Subject]:
    """People who have no certificate against a disease for a reason that the trail tells.

    Doses loaded from another system are certified when somebody asks for it.
    """
    told = AuditEntry.objects.filter(
        action="certificate.not_issued", object_kind="patient", object_id__in=patient_ids
    )
    loaded = Dose.objects.filter(
        patient__principal_id__in=patient_ids, current__reason=DoseReason.LOADED
    )
    whose = loaded.values_list("patient__principal_id", "current__vaccine__disease_id")
    explained = {Subject(*each) for each in told.values_list("object_id", "details__disease")}
    return explained | {Subject(*each) for each in whose}
