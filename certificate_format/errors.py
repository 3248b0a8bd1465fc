"""The one error that leaves this package, and the reasons it gives."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a certificate is not believed, or may not be issued: a code, never personal data."""

    TEXT_TOO_LONG = "text_too_long"
    PREFIX_MISSING = "prefix_missing"
    BASE45_WRONG = "base45_wrong"
    INFLATE_WRONG = "inflate_wrong"
    INFLATE_TOO_LARGE = "inflate_too_large"
    TRAILING_BYTES = "trailing_bytes"
    CBOR_WRONG = "cbor_wrong"
    COSE_WRONG = "cose_wrong"
    CLAIMS_WRONG = "claims_wrong"

    CRITICAL_HEADER = "critical_header"
    KID_MISSING = "kid_missing"
    SIGNER_UNKNOWN = "signer_unknown"
    ALGORITHM_NOT_ALLOWED = "algorithm_not_allowed"
    ALGORITHM_DOES_NOT_FIT_KEY = "algorithm_does_not_fit_key"
    SIGNATURE_WRONG = "signature_wrong"
    KEY_NOT_FOR_THIS_EVENT = "key_not_for_this_event"
    SIGNER_CERTIFICATE_WRONG = "signer_certificate_wrong"

    LIST_WRONG = "list_wrong"
    LIST_SIGNATURE_WRONG = "list_signature_wrong"
    LIST_OLDER = "list_older"
    LIST_DOES_NOT_FOLLOW = "list_does_not_follow"
    LIST_TOO_LONG = "list_too_long"
    NOT_A_SIGNER = "not_a_signer"
    RULES_WRONG = "rules_wrong"

    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    WINDOW_MISSING = "window_missing"
    WINDOW_EMPTY = "window_empty"
    WINDOW_LONG = "window_long"
    OUTSIDE_SIGNER_VALIDITY = "outside_signer_validity"

    EVENT_COUNT = "event_count"
    FIELD_MISSING = "field_missing"
    FIELD_WRONG = "field_wrong"
    NAME_NOT_TRANSLITERABLE = "name_not_transliterable"
    BIRTH_DATE_WRONG = "birth_date_wrong"
    DOSE_NUMBER_WRONG = "dose_number_wrong"
    UCI_WRONG = "uci_wrong"

    DISEASE_UNKNOWN = "disease_unknown"
    PRODUCT_UNKNOWN = "product_unknown"
    MAKER_UNKNOWN = "maker_unknown"
    PROPHYLAXIS_UNKNOWN = "prophylaxis_unknown"
    CODE_INACTIVE = "code_inactive"
    PRODUCT_ROW_MISMATCH = "product_row_mismatch"
    TEST_METHOD_UNKNOWN = "test_method_unknown"
    TEST_RESULT_UNKNOWN = "test_result_unknown"
    TEST_DEVICE_UNKNOWN = "test_device_unknown"

    IMAGE_UNREADABLE = "image_unreadable"
    NO_CODE_IN_IMAGE = "no_code_in_image"
    IMAGE_TOO_LARGE = "image_too_large"
    TEXT_DOES_NOT_FIT_QR = "text_does_not_fit_qr"
    CODES_MISSING = "codes_missing"


class CertificateError(Exception):
    """A certificate cannot be read, believed or made, for one reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
