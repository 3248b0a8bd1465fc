"""What can be wrong with an identity value, in words that programs compare."""

from enum import StrEnum


class Problem(StrEnum):
    """Why a value is refused, or where two values contradict each other."""

    EMPTY = "empty"

    NAME_LENGTH = "name_length"
    NAME_LOST_LETTERS = "name_lost_letters"
    NAME_DIGIT = "name_digit"
    NAME_CHARACTER = "name_character"

    BIRTH_DATE_FORMAT = "birth_date_format"
    BIRTH_DATE_TWO_DIGIT_YEAR = "birth_date_two_digit_year"
    BIRTH_DATE_NOT_A_DAY = "birth_date_not_a_day"
    BIRTH_DATE_IN_FUTURE = "birth_date_in_future"
    BIRTH_DATE_TOO_EARLY = "birth_date_too_early"

    DAY_FORMAT = "day_format"
    DAY_INCOMPLETE = "day_incomplete"
    DAY_TWO_DIGIT_YEAR = "day_two_digit_year"
    DAY_NOT_A_DAY = "day_not_a_day"
    DAY_IN_FUTURE = "day_in_future"
    DAY_TOO_EARLY = "day_too_early"

    CCCD_CHARACTER = "cccd_character"
    CCCD_LENGTH = "cccd_length"
    CCCD_UNKNOWN_PROVINCE = "cccd_unknown_province"
    CCCD_BIRTH_YEAR_IN_FUTURE = "cccd_birth_year_in_future"
    CCCD_BIRTH_YEAR_DIFFERS = "cccd_birth_year_differs"
    CCCD_SEX_DIFFERS = "cccd_sex_differs"
    CMND_FORMAT = "cmnd_format"
    ARMY_NUMBER_FORMAT = "army_number_format"
    NATIONAL_NUMBER_CHARACTER = "national_number_character"
    NATIONAL_NUMBER_LENGTH = "national_number_length"

    BHYT_FORMAT = "bhyt_format"
    BHYT_LENGTH = "bhyt_length"
    BHYT_UNKNOWN_BENEFIT = "bhyt_unknown_benefit"

    PHONE_CHARACTER = "phone_character"
    PHONE_LENGTH = "phone_length"
    PHONE_LANDLINE = "phone_landline"
    PHONE_HOTLINE = "phone_hotline"
    PHONE_FOREIGN = "phone_foreign"
    PHONE_UNKNOWN_PREFIX = "phone_unknown_prefix"

    SEX_UNKNOWN_WORD = "sex_unknown_word"
    SEX_UNKNOWN_CODE = "sex_unknown_code"

    CARD_QR_FORMAT = "card_qr_format"


class InvalidIdentity(ValueError):
    """A text is not the identity value it claims to be.

    It carries only the code: messages of exceptions end up in logs, values must not.
    """

    def __init__(self, code: Problem) -> None:
        super().__init__(code)
        self.code = code


class MaskedRepr:
    """A value that logs, tracebacks and debuggers show masked."""

    __slots__ = ()

    def masked(self) -> str:
        """Tell the value to someone who needs to recognise it, not to know it."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.masked()})"
