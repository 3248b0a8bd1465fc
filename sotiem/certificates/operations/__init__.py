"""What can happen to certificates, and what is refused."""

from sotiem.certificates.operations.follow import (
    follow_dose_amended,
    follow_doses_amended,
    follow_doses_recorded,
    follow_doses_withdrawn,
    follow_patient_amended,
    follow_patients_amended,
    follow_patients_linked,
    follow_patients_unlinked,
)
from sotiem.certificates.operations.keys import (
    KeyCannotBeOpened,
    create_signing_key,
    ensure_list_key,
    ensure_signing_key,
    signing_key_in_force,
)
from sotiem.certificates.operations.publish import publish_revocations
from sotiem.certificates.operations.refresh import refresh_certificates, reissue_certificates
from sotiem.certificates.operations.renew import renew_expired

__all__ = [
    "KeyCannotBeOpened",
    "create_signing_key",
    "ensure_list_key",
    "ensure_signing_key",
    "follow_dose_amended",
    "follow_doses_amended",
    "follow_doses_recorded",
    "follow_doses_withdrawn",
    "follow_patient_amended",
    "follow_patients_amended",
    "follow_patients_linked",
    "follow_patients_unlinked",
    "publish_revocations",
    "refresh_certificates",
    "reissue_certificates",
    "renew_expired",
    "signing_key_in_force",
]
