"""What can happen to certificates, and what is refused."""

from sotiem.certificates.operations.batch import make_batch
from sotiem.certificates.operations.confirm import (
    OwnEntriesAreConfirmedByAnother,
    WaitingDosesHaveChanged,
    confirm_doses,
    confirm_versions,
)
from sotiem.certificates.operations.confirm_anew import confirm_anew, left_to_confirm_anew
from sotiem.certificates.operations.first_signature import (
    await_after_amendment,
    await_after_amendments,
    take_first_signatures,
)
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
    TokenCannotBeUsed,
    create_signing_key,
    ensure_card_key,
    ensure_list_key,
    ensure_signing_key,
    ensure_upload_key,
    signing_key_in_force,
)
from sotiem.certificates.operations.publish import publish_revocations
from sotiem.certificates.operations.refresh import refresh_certificates, reissue_certificates
from sotiem.certificates.operations.renew import renew_in_time
from sotiem.certificates.operations.set_rule import (
    NotTheFacilitysWord,
    RuleNeedsAReason,
    SignatureIsSetSo,
    set_first_signature,
)
from sotiem.certificates.operations.sign_saved import sign_what_was_saved
from sotiem.certificates.operations.take_list import (
    ListOlderThanTaken,
    ListRemovesTooMany,
    take_trust_list,
)
from sotiem.certificates.operations.withdraw_key import (
    NoSuchSigner,
    WithdrawalNeedsAReason,
    left_of_withdrawn_keys,
    reissue_of_withdrawn_keys,
    withdraw_signing_key,
)

__all__ = [
    "KeyCannotBeOpened",
    "ListOlderThanTaken",
    "ListRemovesTooMany",
    "NoSuchSigner",
    "NotTheFacilitysWord",
    "OwnEntriesAreConfirmedByAnother",
    "RuleNeedsAReason",
    "SignatureIsSetSo",
    "TokenCannotBeUsed",
    "WaitingDosesHaveChanged",
    "WithdrawalNeedsAReason",
    "await_after_amendment",
    "await_after_amendments",
    "confirm_anew",
    "confirm_doses",
    "confirm_versions",
    "create_signing_key",
    "ensure_card_key",
    "ensure_list_key",
    "ensure_signing_key",
    "ensure_upload_key",
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
    "left_to_confirm_anew",
    "make_batch",
    "publish_revocations",
    "refresh_certificates",
    "reissue_certificates",
    "reissue_of_withdrawn_keys",
    "renew_in_time",
    "set_first_signature",
    "sign_what_was_saved",
    "signing_key_in_force",
    "take_first_signatures",
    "take_trust_list",
    "withdraw_signing_key",
]
