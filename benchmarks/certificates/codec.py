"""Sign and judge certificates beside the bare signatures of `openssl speed`; draw their codes."""

import argparse
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import median
from time import process_time
from typing import Final

from certificate_format import (
    Algorithm,
    CertificatePayload,
    LocalSigner,
    PersonName,
    TrustList,
    VaccinationEntry,
    base45,
    cose,
    hcert,
    issue_many,
    judge,
    judge_many,
    keys,
    new_uci,
    qr,
)
from certificate_format.products import COVID_19, PRODUCTS

FROM: Final = datetime(2021, 1, 1, tzinfo=UTC)
ISSUED_AT: Final = datetime(2021, 10, 1, tzinfo=UTC)
EXPIRES_AT: Final = datetime(2022, 10, 1, tzinfo=UTC)
NOW: Final = datetime(2021, 11, 1, tzinfo=UTC)
_SURNAMES: Final = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý"
_GIVEN: Final = "Văn Thị Hữu Đức Minh Ngọc Thanh An Bình Châu Dũng Giang Hà Hạnh Hiếu"
_GIVEN_HERE: Final = 10  # the first rows of the table were given in Viet Nam


@dataclass(frozen=True)
class Country:
    """Who signs, and who believes it."""

    signer: LocalSigner
    trust: TrustList


def country() -> Country:
    """Make an issuer with one P-256 signer."""
    until = FROM + timedelta(days=730)
    root_key, key = (keys.new_private_key(Algorithm.ES256) for _ in range(2))
    root = keys.make_csca(root_key, country="VN", name="CSCA", valid_from=FROM, valid_until=until)
    certificate = keys.make_signer_certificate(
        key.public_key(),
        csca=root,
        csca_key=root_key,
        country="VN",
        name="DSC",
        valid_from=FROM,
        valid_until=until,
    )
    return Country(LocalSigner(key, certificate), TrustList.of([certificate]))


def payload_of(random: Random) -> CertificatePayload:
    """The certificate of somebody who does not exist."""
    product = random.choice(PRODUCTS[:_GIVEN_HERE])
    name = PersonName.of(
        family=random.choice(_SURNAMES.split()), given=" ".join(random.choices(_GIVEN.split(), k=2))
    )
    entry = VaccinationEntry(
        disease=COVID_19,
        prophylaxis=product.prophylaxis,
        product=product.product,
        maker=product.maker,
        dose_number=random.randint(1, 2),
        series_doses=2,
        given_on=date(2021, 6, 1) + timedelta(days=random.randrange(100)),
        country="VN",
        issuer="Bộ Y tế",
        uci=new_uci(),
    )
    born = date(1940, 1, 1) + timedelta(days=random.randrange(24_000))
    return CertificatePayload(name, born.isoformat(), entry)


def issued(of: Country, payloads: Sequence[CertificatePayload]) -> list[str]:
    """Sign, as `issue_many` does: checked, CBOR, COSE, zlib, Base45, and the hash to revoke by."""
    signed = issue_many(
        payloads, signer=of.signer, issuer="VN", issued_at=ISSUED_AT, expires_at=EXPIRES_AT
    )
    return [each.text for each in signed]


def read_back(of: Country, texts: Sequence[str]) -> None:
    """The bare way back: Base45, zlib, COSE, CBOR and the signature, without a judgement."""
    messages = [cose.decode(hcert.inflate(base45.decode(text[4:]))) for text in texts]
    for message in messages:
        (signer,) = of.trust.find(message.kid or b"")
        assert cose.is_signed_by(message, signer.public_key)
    for message in messages:
        hcert.decode_claims(message.payload)


def openssl(seconds: int) -> tuple[float, float]:
    """What the same core can sign and verify at most, by its own count of CPU seconds."""
    command = ["openssl", "speed", "-seconds", str(seconds), "ecdsap256"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    sign, verify = told.split()[-2:]
    return float(sign), float(verify)


def rate(work: Callable[[], object], count: int) -> float:
    """How many a CPU second does."""
    begun = process_time()
    work()
    return count / (process_time() - begun)


def one_round(
    of: Country, payloads: Sequence[CertificatePayload], seconds: int
) -> dict[str, float]:
    """Measure the limit and ourselves, one after the other."""
    sign, verify = openssl(seconds)
    texts = issued(of, payloads)
    some = texts[: max(len(texts) // 4, 1)]
    assert all(each.is_valid for each in judge_many(some, trust=of.trust, at=NOW))
    count = len(payloads)
    issue = rate(lambda: issued(of, payloads), count)
    read = rate(lambda: read_back(of, texts), count)
    many = rate(lambda: judge_many(texts, trust=of.trust, at=NOW), count)
    alone = rate(lambda: [judge(text, trust=of.trust, at=NOW) for text in some], len(some))
    drawn = some[:100]
    return {
        "openssl sign/s": sign,
        "openssl verify/s": verify,
        "issue/s": issue,
        "issue : sign": issue / sign,
        "read back and verify/s": read,
        "read back : verify": read / verify,
        "judge many/s": many,
        "judge many : verify": many / verify,
        "judge one by one/s": alone,
        "judge one : verify": alone / verify,
        "QR picture ms": 1000 / rate(lambda: [qr.png(text) for text in drawn], len(drawn)),
        "QR SVG ms": 1000 / rate(lambda: [qr.svg(text) for text in drawn], len(drawn)),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table: medians of all rounds, the least and the most."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--certificates", type=int, default=4_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=1, help="of each openssl speed")
    given = parser.parse_args(arguments)
    of, random = country(), Random(1)
    payloads = [payload_of(random) for _ in range(given.certificates)]
    rounds = [one_round(of, payloads, given.seconds) for _ in range(given.rounds)]
    lines = ["| measured | median | least | most |", "| --- | --- | --- | --- |"]
    for name in rounds[0]:
        values = [each[name] for each in rounds]
        digits = 0 if name.endswith("/s") else 3
        cells = (f"{each:,.{digits}f}" for each in (median(values), min(values), max(values)))
        lines.append(f"| {name} | {' | '.join(cells)} |")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
