"""The archives of published days on their pages: stable addresses, kept for ever."""

import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.test import Client

from sotiem.archive import rules
from tests.factories import archive

pytestmark = pytest.mark.django_db

PAGE = "/so-lieu/ngay/"
DAY = "2021-12-01"


def three_days() -> None:
    archive.published(12)
    archive.archived()
    archive.published(0, night=1)
    archive.published(0, night=40)
    archive.archived(night=40)


def test_before_the_first_night_the_page_says_when() -> None:
    shown = Client().get(PAGE).content.decode()
    assert "Chưa có ngày nào được đóng gói" in shown
    assert Client().get(f"{PAGE}index.json").json()["days"] == []
    assert Client().get(f"{PAGE}{DAY}.zip").status_code == 404


def test_days_stand_by_year_and_lead_to_files_and_keys() -> None:
    three_days()
    newest = Client().get(PAGE).content.decode()
    assert "10/01/2022" in newest and "01/12/2021" not in newest
    older = Client().get(f"{PAGE}?nam=2021").content.decode()
    assert older.count(".zip</a>") == 2 and f'href="{PAGE}{DAY}.zip"' in older
    assert Client().get(f"{PAGE}?nam=x").status_code == 200
    client = Client()
    client.cookies["django_language"] = "en"
    assert "signed archive that anybody can download" in client.get(PAGE).content.decode()


def test_a_file_is_kept_for_ever_and_asked_for_by_its_tag() -> None:
    three_days()
    told = Client().get(f"{PAGE}index.json").json()["days"][-1]
    answer = Client().get(told["address"])
    assert (told["day"], told["bytes"]) == (DAY, len(answer.content))
    assert rules.sha256_of(answer.content) == told["sha256"]
    assert "immutable" in answer.headers["Cache-Control"]
    again = Client().get(told["address"], headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    for nowhere in ("2021-12-03", "2021-W48-3", "20211201", "x"):
        assert Client().get(f"{PAGE}{nowhere}.zip").status_code == 404


def test_the_index_has_another_tag_once_a_day_is_added() -> None:
    archive.published(12)
    archive.archived()
    before = Client().get(f"{PAGE}index.json").headers["ETag"]
    archive.published(0, night=1)
    archive.archived(night=1)
    answer = Client().get(f"{PAGE}index.json", headers={"If-None-Match": before})
    assert answer.status_code == 200 and len(answer.json()["days"]) == 2


def test_openssl_and_sha256sum_alone_prove_a_day(tmp_path: Path) -> None:
    archive.published(12)
    (day,) = archive.archived()
    for name, content in rules.unzipped(Client().get(f"{PAGE}{DAY}.zip").content).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    pem = Client().get(f"{PAGE}khoa/{day.key.kid}.pem").content
    assert load_pem_public_key(pem)
    (tmp_path / "KEY.pem").write_bytes(pem)
    asked = "openssl pkeyutl -verify -pubin -inkey KEY.pem -rawin -in manifest.json -sigfile"
    by_hand = (
        f"{asked} manifest.sig && sha256sum --check --quiet SHA256SUMS && "
        'grep -A2 \'"SHA256SUMS"\' manifest.json | grep "$(sha256sum < SHA256SUMS | cut -c-64)"'
    )
    assert subprocess.run(["bash", "-c", by_hand], cwd=tmp_path).returncode == 0
    manifest = tmp_path / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b"2021-12-01", b"2021-12-02"))
    assert subprocess.run(["bash", "-c", by_hand], cwd=tmp_path).returncode != 0
    assert Client().get(f"{PAGE}khoa/{'0' * 16}.pem").status_code == 404
