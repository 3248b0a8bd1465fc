import json
from base64 import urlsafe_b64decode
from datetime import UTC, datetime

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from sotiem.messages.carriers import sealing

AT = datetime(2021, 10, 12, 2, 30, tzinfo=UTC)
# The example of RFC 8291, section 5.
PLAIN = b"When I grow up, I want to be a watermelon"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
RECEIVER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SECRET = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6"
    "TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulc"
    "y4a-fN"
)


def test_what_is_sealed_is_what_the_standard_shows() -> None:
    number = int.from_bytes(sealing.decoded(SENDER), "big")
    sealed = sealing.seal(
        PLAIN,
        key=RECEIVER,
        secret=SECRET,
        sender=ec.derive_private_key(number, sealing.CURVE),
        salt=sealing.decoded(SALT),
    )
    assert sealing.encoded(sealed) == SEALED


def test_the_same_text_is_sealed_differently_each_time() -> None:
    first, second = (sealing.seal(PLAIN, key=RECEIVER, secret=SECRET) for _ in range(2))
    assert first != second


def test_a_voucher_is_signed_by_the_key_that_it_names() -> None:
    given = sealing.voucher(
        "secret", audience="https://push.example", subject="https://sotiem.example", at=AT
    )
    scheme, _, rest = given.partition(" ")
    named = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, claims, signature = named["t"].split(".")
    told = json.loads(urlsafe_b64decode(claims + "=="))
    assert (scheme, told["aud"], told["sub"]) == (
        "vapid",
        "https://push.example",
        "https://sotiem.example",
    )
    assert 0 < told["exp"] - AT.timestamp() <= 24 * 60 * 60
    assert named["k"] == sealing.public_key("secret") != sealing.public_key("another")
    key = ec.EllipticCurvePublicKey.from_encoded_point(sealing.CURVE, sealing.decoded(named["k"]))
    raw = sealing.decoded(signature)
    pair = (int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key.verify(encode_dss_signature(*pair), f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
