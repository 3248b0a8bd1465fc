"""The codes of a certificate: which are known, which contradict each other, which are signed."""

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest

from certificate_format import CertificateError, Reason, Step, VaccinationEntry
from certificate_format.products import (
    GENERIC_PROPHYLAXIS,
    INACTIVE_CODES,
    PRODUCTS,
    UNSPECIFIC_PROPHYLAXIS,
    VaccineProduct,
)
from certificate_format.value_sets import check_codes, check_new_codes, contradictions
from tests.certificate_format.building import (
    ENTRY,
    Country,
    as_text,
    claims_with,
    failure,
    fields_with,
    sign,
)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"vp": "J07BX04"}, Reason.PROPHYLAXIS_UNKNOWN),
        ({"ma": "BioNTech"}, Reason.MAKER_UNKNOWN),
        ({"mp": "Nanocovax"}, Reason.PRODUCT_UNKNOWN),
        ({"tg": "840536004"}, Reason.DISEASE_UNKNOWN),
    ],
)
def test_codes_that_no_value_set_holds_are_refused(
    es256: Country, changes: dict[str, object], reason: Reason
) -> None:
    judgement = es256.judge(as_text(sign(es256, claims_with(fields_with(**changes)))))
    assert failure(judgement) == (Step.VALUE_SETS, reason)
    assert judgement.payload is not None


@pytest.mark.parametrize(
    ("changes", "remarks"),
    [
        ({}, ()),
        ({"ma": "ORG-100030215"}, (Reason.PRODUCT_ROW_MISMATCH,)),  # as in Europe's own samples
        ({"vp": "1119349007"}, (Reason.PRODUCT_ROW_MISMATCH,)),
        ({"mp": "Covishield"}, (Reason.PRODUCT_ROW_MISMATCH,)),
        ({"vp": "J07BX03"}, (Reason.CODE_INACTIVE,)),
        ({"mp": "NVX-CoV2373", "ma": "ORG-100032020", "vp": "1162643001"}, (Reason.CODE_INACTIVE,)),
    ],
)
def test_codes_that_contradict_each_other_are_named_and_count(
    es256: Country, changes: dict[str, object], remarks: tuple[Reason, ...]
) -> None:
    judgement = es256.judge(as_text(sign(es256, claims_with(fields_with(**changes)))))
    assert judgement.is_valid
    assert judgement.remarks == remarks


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.product)
def test_every_product_passes_as_its_own_row_and_with_no_other_maker(
    product: VaccineProduct,
) -> None:
    makers = {row.maker for row in PRODUCTS}
    kinds = {row.prophylaxis for row in PRODUCTS}
    for maker, kind in itertools.product(makers, kinds):
        entry = replace(ENTRY, product=product.product, maker=maker, prophylaxis=kind)
        fits = maker == product.maker and kind in (product.prophylaxis, GENERIC_PROPHYLAXIS)
        assert passes(check_codes, entry)
        assert (Reason.PRODUCT_ROW_MISMATCH not in contradictions(entry)) == fits
        assert passes(check_new_codes, entry) == (fits and product.product not in INACTIVE_CODES)


@pytest.mark.parametrize("code", sorted(UNSPECIFIC_PROPHYLAXIS))
def test_a_code_that_only_says_vaccine_is_read_beside_every_product(
    es256: Country, code: str
) -> None:
    assert es256.judge(as_text(sign(es256, claims_with(fields_with(vp=code))))).is_valid


@pytest.mark.parametrize("code", ["J07BX03", "1119305005"])
def test_such_codes_of_old_stand_in_no_new_certificate(code: str) -> None:
    assert not passes(check_new_codes, replace(ENTRY, prophylaxis=code))


def passes(check: Callable[[VaccinationEntry], None], entry: VaccinationEntry) -> bool:
    try:
        check(entry)
    except CertificateError:
        return False
    return True
