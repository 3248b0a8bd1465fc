"""Base45 as RFC 9285 defines it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificate_format import CertificateError, Reason, base45

STEADY = settings(deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"", "")],
)
def test_the_examples_of_the_rfc_hold(data: bytes, text: str) -> None:
    assert base45.encode(data) == text
    assert base45.decode(text) == data


@STEADY
@given(st.binary(max_size=700))
def test_what_is_written_can_be_read_back(data: bytes) -> None:
    assert base45.decode(base45.encode(data)) == data


@STEADY
@given(st.text(st.sampled_from(base45.ALPHABET), max_size=40))
def test_every_readable_text_is_the_only_text_of_its_bytes(text: str) -> None:
    try:
        data = base45.decode(text)
    except CertificateError:
        return
    assert base45.encode(data) == text


@pytest.mark.parametrize(
    "text", ["A", "BB8A", "GGW", ":::", "U6", "bb8", "BB8Đ", "BB8!!!", "\ud800AB"]
)
def test_a_text_that_nobody_could_have_written_is_refused(text: str) -> None:
    with pytest.raises(CertificateError) as refused:
        base45.decode(text)
    assert refused.value.reason is Reason.BASE45_WRONG
