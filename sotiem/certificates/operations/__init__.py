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
from sotiem.certificates.operations.issue_missing import issue_missing
from sotiem.certificates.operations.keys import (
    KeyCannotBeOpened,
    create_signing_key,
    ensure_card_key,
    ensure_list_key,
    ensure_signing_key,
    signing_key_in_force,
)
from sotiem.certificates.operations.publish import publish_revocations
from sotiem.certificates.operations.refresh import refresh_certificates, reissue_certificates
from sotiem.certificates.operations.renew import renew_in_time
from sotiem.certificates.operations.withdraw_key import (
    NoSuchSigner,
    WithdrawalNeedsAReason,
    left_of_withdrawn_keys,
    reissue_of_withdrawn_keys,
    withdraw_signing_key,
)

__all__ = [
    "KeyCannotBeOpened",
    "NoSuchSigner",
    "WithdrawalNeedsAReason",
    "create_signing_key",
    "ensure_card_key",
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
    "issue_missing",
    "left_of_withdrawn_keys",
    "publish_revocations",
    "refresh_certificates",
    "reissue_certificates",
    "reissue_of_withdrawn_keys",
    "renew_in_time",
    "signing_key_in_force",
    "withdraw_signing_key",
]
