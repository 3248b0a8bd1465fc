"""`sotiem certificate decode`: any country's certificate, for people and for programs."""

import base64
import io
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from PIL import Image

from certificate_format import Algorithm, Judgement, SignerCertificate, Step, base45, qr
from certificate_format.report import report
from certificate_format.signed_list import sign_list
from certificate_format.trust_lists import own_list
from sotiem.runtime import certificate_decoding
from tests.certificate_format.building import (
    EXPIRES_AT,
    ISSUED_AT,
    PAYLOAD,
    Country,
    as_text,
    claims_with,
    fields_with,
    make_country,
    sign,
)
from tests.runtime.commands import run

PUBLIC = PublicFormat.SubjectPublicKeyInfo
NOW = "2026-06-01T12:00:00+07:00"
AFTER_SIGNATURE = ("key_usage", "window", "schema", "value_sets")


@pytest.fixture(scope="module")
def country() -> Country:
    return make_country(Algorithm.ES256)


@pytest.fixture(scope="module")
def text(country: Country) -> str:
    return country.issue(PAYLOAD)


@pytest.fixture
def signer(country: Country, tmp_path: Path) -> Path:
    path = tmp_path / "signer.pem"
    path.write_bytes(country.certificate.public_bytes(Encoding.PEM))
    return path


def der(country: Country) -> str:
    return base64.b64encode(country.certificate.public_bytes(Encoding.DER)).decode()


def decoded(source: str | Path, *options: str | Path) -> tuple[int, dict[str, Any]]:
    told = run("certificate", "decode", source, "--json", "--at", NOW, *options)
    return told.exit_code, json.loads(told.stdout)


def batch(tmp_path: Path, *lines: object) -> list[dict[str, Any]]:
    path = tmp_path / "batch.jsonl"
    written = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    path.write_bytes(b"\n".join(written))
    told = run("certificate", "decode", "--batch", path)
    assert told.exit_code == 0
    return [json.loads(line) for line in told.stdout.splitlines()]


def test_a_certificate_is_told_step_by_step_with_what_it_says(text: str, signer: Path) -> None:
    code, answer = decoded(text, "--trust", signer)
    assert code == 0
    assert [answer[step] for step in Step] == [True] * 9
    assert (answer["verdict"], answer["reasons"], answer["issuer"]) == (True, [], "VN")
    assert answer["payload"] == fields_with()
    assert (answer["issued_at"], answer["expires_at"]) == (
        ISSUED_AT.isoformat(),
        EXPIRES_AT.isoformat(),
    )


def test_what_nobody_we_trust_signed_is_shown_and_not_believed(text: str) -> None:
    code, answer = decoded(text)
    assert (code, answer["verdict"], answer["signature"]) == (1, False, False)
    assert [answer[step] for step in AFTER_SIGNATURE] == [None] * 4
    assert answer["reasons"] == ["signer_unknown"]
    assert answer["payload"] == fields_with()


def test_text_picture_and_page_are_read_alike(text: str, signer: Path, tmp_path: Path) -> None:
    code = qr.png(text)
    jpeg, page, clear = io.BytesIO(), io.BytesIO(), io.BytesIO()
    drawn = Image.open(io.BytesIO(code)).convert("L")
    drawn.save(jpeg, format="JPEG")
    sheet = Image.new("L", (2480, 3508), 255)
    sheet.paste(drawn, (1500, 2500))
    sheet.save(page, format="PDF", resolution=300)
    ink = Image.new("RGBA", drawn.size, (0, 0, 0, 0))
    ink.putalpha(drawn.point(lambda grey: 255 - grey))
    ink.save(clear, format="PNG")
    files = {
        "text": b"\xef\xbb\xbf" + text.encode() + b"\r\n",
        "png": code,
        "jpeg": jpeg.getvalue(),
        "page": page.getvalue(),
        "clear": clear.getvalue(),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        assert decoded(tmp_path / name, "--trust", signer)[0] == 0, name
        told = run("certificate", "decode", "-", "--at", NOW, "--trust", signer, given=content)
        assert told.exit_code == 0, name


def test_the_moment_decides(text: str, signer: Path) -> None:
    told = run("certificate", "decode", text, "--trust", signer, "--at", "2028-01-01", "--json")
    answer = json.loads(told.stdout)
    assert told.exit_code == 1
    assert (answer["window"], answer["reasons"]) == (False, ["expired"])
    assert answer["signature"] is True


def test_people_read_it_in_words(text: str, signer: Path) -> None:
    told = run("certificate", "decode", text, "--trust", signer, "--at", NOW)
    assert told.stdout.startswith("✓ Valid.")
    assert '"fn": "Nguyễn"' in told.stdout
    told = run("certificate", "decode", text, "--at", NOW)
    assert told.stdout.startswith("✗ Not valid.")
    assert "✗ a signer whom we trust signed it (signer unknown)" in told.stdout
    assert "What it says, unproven:" in told.stdout


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"HC1:NONE", "base45_wrong"),
        (b"HC2:ABC", "prefix_missing"),
        (b"", "prefix_missing"),
        (b"%PDF-1.7 nothing", "image_unreadable"),
        (b"\x89PNG nothing", "image_unreadable"),
        (qr.png("a shop")[:60], "image_unreadable"),
        (qr.png("a shop"), "prefix_missing"),
    ],
)
def test_what_cannot_be_read_ends_with_two(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "given").write_bytes(content)
    code, answer = decoded(tmp_path / "given")
    assert (code, answer["verdict"], answer["reasons"]) == (2, False, [reason])
    assert answer["payload"] is None


def test_a_picture_without_a_code_says_so(tmp_path: Path) -> None:
    Image.new("L", (80, 60), 255).save(tmp_path / "white.png")
    code, answer = decoded(tmp_path / "white.png")
    assert (code, answer["reasons"], answer["prefix"]) == (2, ["no_code_in_image"], None)
    told = run("certificate", "decode", tmp_path / "white.png")
    assert told.stderr == "Error: no code in image\n"


def test_our_own_list_is_believed_with_its_key(country: Country, text: str, tmp_path: Path) -> None:
    other = make_country(Algorithm.ES256)
    signers = [SignerCertificate.of(country.certificate)]
    content = own_list(signers, sequence=1, issued_at=ISSUED_AT, next_update_at=EXPIRES_AT)
    lists, keys = [], []
    for number, each in enumerate((country, other)):
        lists.append(tmp_path / f"{number}.jws")
        lists[-1].write_text(sign_list(content, key=each.private_key))  # type: ignore[arg-type]
        keys.append(tmp_path / f"{number}.pem")
        info = each.certificate.public_key().public_bytes(Encoding.PEM, PUBLIC)
        keys[-1].write_bytes(info)
    assert decoded(text, "--trust", lists[0], "--list-key", keys[0])[0] == 0
    told = run("certificate", "decode", text, "--trust", lists[0], "--at", NOW)
    assert (told.exit_code, "was not checked (--list-key)" in told.stderr) == (0, True)
    told = run("certificate", "decode", text, "--trust", lists[0], "--list-key", keys[1])
    assert (told.exit_code, "list signature wrong" in told.stderr) == (2, True)


def test_an_entry_of_a_list_that_cannot_be_read_is_told(signer: Path, text: str) -> None:
    (signer.parent / "note.txt").write_text("nothing", encoding="ascii")
    told = run("certificate", "decode", text, "--trust", signer.parent, "--at", NOW)
    assert told.exit_code == 0
    assert "note.txt is not used: signer certificate wrong" in told.stderr


def test_a_batch_answers_line_by_line_in_the_same_order(
    country: Country, text: str, tmp_path: Path
) -> None:
    trust = [der(country)]
    expired = "2028-01-01T00:00:00Z"
    stranger = make_country(Algorithm.ES256)
    mismatched = as_text(sign(country, claims_with(fields_with(ma="ORG-100030215"))))
    unknown = as_text(sign(country, claims_with(fields_with(mp="Nanocovax"))))
    cut = "HC1:" + base45.encode(base45.decode(text.removeprefix("HC1:"))[:-9])
    picture = base64.b64encode(qr.png(text)).decode()
    answers = batch(
        tmp_path,
        {"id": "good", "text": text, "trust": trust, "at": NOW},
        {"id": 2, "image": picture, "trust": trust, "at": NOW},
        {"id": "url", "image": f"data:image/png;base64,{picture}", "trust": trust, "at": NOW},
        {"id": "late", "text": text, "trust": trust, "at": expired},
        {"id": "stranger", "text": text, "trust": [der(stranger)], "at": NOW},
        {"id": "mismatched", "text": mismatched, "trust": trust, "at": NOW},
        {"id": "unknown", "text": unknown, "trust": trust, "at": NOW},
        {"id": "cut", "text": cut, "trust": trust, "at": NOW},
        {"id": "odd", "text": text, "trust": ["AAAA", *trust, 5], "at": NOW},
    )
    told = {answer["id"]: answer for answer in answers}
    assert list(told) == [
        "good",
        2,
        "url",
        "late",
        "stranger",
        "mismatched",
        "unknown",
        "cut",
        "odd",
    ]
    verdicts = {key: answer["verdict"] for key, answer in told.items()}
    assert [key for key, verdict in verdicts.items() if verdict] == [
        "good",
        2,
        "url",
        "mismatched",
        "odd",
    ]
    assert list(told["good"])[:13] == ["id", *Step, "verdict", "payload", "reasons"]
    assert (told["late"]["window"], told["late"]["reasons"]) == (False, ["expired"])
    assert told["stranger"]["signature"] is False
    assert (
        told["mismatched"]["remarks"] == told["mismatched"]["reasons"] == ["product_row_mismatch"]
    )
    assert (told["unknown"]["schema"], told["unknown"]["value_sets"]) == (True, False)
    assert (told["cut"]["inflate"], told["cut"]["cbor"]) == (False, None)
    assert told["odd"]["trust_refused"] == [
        "1: signer_certificate_wrong",
        "3: signer_certificate_wrong",
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"nonsense", "line_not_json"),
        (b"[" * 100_000, "line_not_json"),
        (b"\xff\xfe{", "line_not_json"),
        (b"[1]", "line_not_object"),
        (b'{"id": "x"}', "text_missing"),
        (b'{"id": "x", "text": 5}', "text_missing"),
        (b'{"id": "x", "text": "HC1:", "at": "soon"}', "at_wrong"),
        (b'{"id": "x", "text": "HC1:", "at": 5}', "at_wrong"),
        (b'{"id": "x", "text": "HC1:", "trust": "all"}', "trust_wrong"),
        (b'{"id": "x", "image": "!"}', "image_unreadable"),
        (b'{"id": "x", "image": "QUJD"}', "image_unreadable"),
        (b'{"id": "\\ud800", "text": "HC1:\\ud800"}', "base45_wrong"),
        (b'{"id": NaN, "text": "HC2:"}', "prefix_missing"),
        (b'{"id": [[1]], "text": ""}', "prefix_missing"),
    ],
)
def test_one_bad_line_is_answered_and_the_next_is_judged(
    country: Country, text: str, tmp_path: Path, line: bytes, reason: str
) -> None:
    good = {"id": "good", "text": text, "trust": [der(country)], "at": NOW}
    bad, answered = batch(tmp_path, line, good)
    assert bad["reasons"] == [reason]
    assert not bad["verdict"]
    assert answered["verdict"] is True


def test_a_defect_costs_one_line_and_is_told(
    country: Country, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def report_but_once(judgement: Judgement) -> dict[str, Any]:
        monkeypatch.setattr(certificate_decoding, "report", report)
        raise ZeroDivisionError

    monkeypatch.setattr(certificate_decoding, "report", report_but_once)
    good = {"id": "good", "text": text, "trust": [der(country)], "at": NOW}
    path = tmp_path / "batch.jsonl"
    path.write_text(json.dumps(good) + "\n" + json.dumps(good), encoding="ascii")
    told = run("certificate", "decode", "--batch", path)
    first, second = (json.loads(line) for line in told.stdout.splitlines())
    assert (first["reasons"], second["verdict"]) == (["defect"], True)
    assert told.stderr == "a line met a defect: ZeroDivisionError\n"


def test_a_batch_takes_what_a_line_leaves_out_from_the_command(
    text: str, signer: Path, tmp_path: Path
) -> None:
    path = tmp_path / "batch.jsonl"
    path.write_text(json.dumps({"id": 1, "text": text}), encoding="ascii")
    told = run("certificate", "decode", "--batch", path, "--trust", signer, "--at", NOW)
    assert json.loads(told.stdout)["verdict"] is True


@pytest.mark.parametrize(
    "arguments", [[], ["HC1:", "--batch", "-"], ["HC1:", "--trust", "no/such/file"]]
)
def test_a_mistake_in_the_command_ends_with_two(arguments: list[str]) -> None:
    assert run("certificate", "decode", *arguments).exit_code == 2
