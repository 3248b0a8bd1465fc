"""What may not be signed, and the identifiers of what is."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from certificate_format import (
    CertificateError,
    CertificatePayload,
    PersonName,
    Reason,
    new_uci,
    normalise_uci,
)
from certificate_format.uci import check_character
from tests.certificate_format.building import PAYLOAD, Country, payload_with


def named(**changes: str) -> CertificatePayload:
    return replace(PAYLOAD, name=replace(PAYLOAD.name, **changes))


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (payload_with(maker="ORG-100030215"), Reason.PRODUCT_ROW_MISMATCH),
        (payload_with(product="Nanocovax"), Reason.PRODUCT_UNKNOWN),
        (payload_with(product="NVX-CoV2373", maker="ORG-100032020"), Reason.PRODUCT_ROW_MISMATCH),
        (payload_with(prophylaxis="1119305005"), Reason.PRODUCT_ROW_MISMATCH),
        (payload_with(prophylaxis="J07BX03"), Reason.CODE_INACTIVE),
        (payload_with(disease=""), Reason.FIELD_MISSING),
        (payload_with(dose_number=0), Reason.DOSE_NUMBER_WRONG),
        (payload_with(series_doses=10), Reason.DOSE_NUMBER_WRONG),
        (payload_with(product=" EU/1/21/1529"), Reason.FIELD_WRONG),
        (payload_with(country="Vietnam"), Reason.FIELD_WRONG),
        (payload_with(issuer=""), Reason.FIELD_MISSING),
        (payload_with(issuer="x" * 81), Reason.FIELD_WRONG),
        (payload_with(uci="urn:uvci:01:vn:abc"), Reason.UCI_WRONG),
        (payload_with(given_on=datetime(2026, 2, 14, tzinfo=UTC)), Reason.FIELD_WRONG),
        (replace(PAYLOAD, birth_date="1984-02-30"), Reason.BIRTH_DATE_WRONG),
        (replace(PAYLOAD, birth_date="09/07/1984"), Reason.BIRTH_DATE_WRONG),
        (replace(PAYLOAD, birth_date="1984-07-09T00:00:00"), Reason.FIELD_WRONG),
        (named(family="Nguye\u0302\u0303n"), Reason.FIELD_WRONG),
        (named(given="Đào\n"), Reason.FIELD_WRONG),
        (named(given="a" * 81), Reason.FIELD_WRONG),
        (named(given_icao="Đào"), Reason.FIELD_WRONG),
        (replace(PAYLOAD, name=PersonName("", "", "", "")), Reason.FIELD_MISSING),
    ],
)
def test_what_others_could_not_believe_is_not_signed(
    es256: Country, payload: CertificatePayload, reason: Reason
) -> None:
    with pytest.raises(CertificateError) as refused:
        es256.issue(payload)
    assert refused.value.reason is reason


def test_an_identifier_is_read_as_a_person_types_it() -> None:
    uci = new_uci()
    assert normalise_uci(uci) == uci
    assert normalise_uci(f" {uci.lower()} ") == uci
    assert normalise_uci(f"{uci}#{check_character(uci)}") == uci


def test_the_check_character_is_the_one_that_other_countries_compute() -> None:
    assert check_character("URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813") == "B"


@pytest.mark.parametrize("slip", ["1", "A8", ""])
def test_a_mistyped_identifier_is_refused(slip: str) -> None:
    good = "URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813#B"
    with pytest.raises(CertificateError) as refused:
        normalise_uci(good.replace("08", slip, 1))
    assert refused.value.reason is Reason.UCI_WRONG


def test_two_digits_exchanged_are_noticed() -> None:
    with pytest.raises(CertificateError):
        normalise_uci("URN:UVCI:01:AT:01807843F94AEE0EE5093FBC254BD813#B")
