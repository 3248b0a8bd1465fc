"""A forged archive of each sort is found, and told from the others."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sotiem.archive import rules
from sotiem.archive.facts import Previous, PublicKey, Trouble
from sotiem.archive.verifying import check_all

Archives = dict[str, bytes]
Files = Mapping[str, bytes]

FIRST, SECOND, THIRD = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 26)
OURS, OTHERS = (Ed25519PrivateKey.from_private_bytes(bytes([each] * 32)) for each in (1, 2))
SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
TABLE: Final = "tiem-chung.csv"


def public(key: Ed25519PrivateKey, *, until: datetime = UNTIL) -> PublicKey:
    raw = key.public_key().public_bytes_raw()
    return PublicKey(rules.kid_of(raw), raw, SINCE, until)


def signed(day: date, manifest: bytes, files: Files, key: Ed25519PrivateKey = OURS) -> bytes:
    first = {rules.MANIFEST: manifest, rules.SIGNATURE: key.sign(manifest)}
    return rules.zipped({**first, **files}, day=day)


def made(day: date, before: Previous | None, *, key: Ed25519PrivateKey = OURS) -> bytes:
    files = rules.with_sums({TABLE: f"table,{day}\n".encode()})
    at = datetime(day.year, day.month, day.day, 17, 20, tzinfo=UTC)
    manifest = rules.manifest_of(
        files,
        day=day,
        made_at=at,
        previous=before,
        kid=public(key).kid,
        keys=[public(key)],
    )
    return signed(day, manifest, files, key)


def after(content: bytes) -> Previous:
    manifest = rules.unzipped(content)[rules.MANIFEST]
    told = date.fromisoformat(json.loads(manifest)["day"])
    return Previous(told, rules.sha256_of(manifest))


def chain() -> Archives:
    """Three days; nothing was published on the 25th."""
    first = made(FIRST, None)
    second = made(SECOND, after(first))
    third = made(THIRD, after(second))
    days = ((FIRST, first), (SECOND, second), (THIRD, third))
    return {f"{day}.zip": content for day, content in days}


def findings(
    archives: Archives,
    *,
    keys: tuple[PublicKey, ...] = (public(OURS),),
    listed: tuple[date, ...] = (),
) -> set[tuple[str, Trouble, str]]:
    checked = check_all(archives.items(), keys={key.kid: key for key in keys}, listed=listed)
    return {(each.name, found.trouble, found.about) for each in checked for found in each.findings}


def zipped_anew(content: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    files = rules.unzipped(content)
    change(files)
    return rules.zipped(files, day=SECOND)


def test_days_that_hold_hold_and_one_alone_too() -> None:
    assert findings(chain(), listed=(FIRST, SECOND, THIRD)) == set()
    assert findings({f"{THIRD}.zip": chain()[f"{THIRD}.zip"]}) == set()


@pytest.mark.parametrize(
    ("change", "trouble", "about"),
    [
        (lambda files: files.update({TABLE: b"table,9\n"}), Trouble.FILE_CHANGED, TABLE),
        (lambda files: files.pop(TABLE), Trouble.FILE_MISSING, TABLE),
        (lambda files: files.update({"x.csv": b""}), Trouble.FILE_ADDED, "x.csv"),
        (
            lambda files: files.update({rules.SIGNATURE: OTHERS.sign(files[rules.MANIFEST])}),
            Trouble.SIGNATURE,
            rules.MANIFEST,
        ),
    ],
)
def test_a_forged_file_is_named(
    change: Callable[[dict[str, bytes]], object], trouble: Trouble, about: str
) -> None:
    archives = chain()
    name = f"{SECOND}.zip"
    archives[name] = zipped_anew(archives[name], change)
    assert findings(archives) == {(name, trouble, about)}


def test_a_forged_manifest_is_found_and_breaks_the_chain() -> None:
    """File, sum and manifest agree with each other, but nobody signed them."""
    archives = chain()
    files = rules.unzipped(archives[f"{SECOND}.zip"])
    signature = files.pop(rules.SIGNATURE)
    manifest = files.pop(rules.MANIFEST)
    forged = {**files, TABLE: b"table,9\n"}
    forged = rules.with_sums({TABLE: forged[TABLE]})
    told = json.loads(manifest)
    told["files"] = [
        {"name": name, "bytes": len(content), "sha256": rules.sha256_of(content)}
        for name, content in forged.items()
    ]
    parts = {rules.MANIFEST: json.dumps(told).encode(), rules.SIGNATURE: signature, **forged}
    archives[f"{SECOND}.zip"] = rules.zipped(parts, day=SECOND)
    assert findings(archives) == {
        (f"{SECOND}.zip", Trouble.SIGNATURE, rules.MANIFEST),
        (f"{THIRD}.zip", Trouble.CHAIN, str(SECOND)),
    }


def test_a_day_signed_anew_with_our_own_key_breaks_the_chain() -> None:
    archives = chain()
    archives[f"{SECOND}.zip"] = made(SECOND, None)
    assert findings(archives) == {
        (f"{SECOND}.zip", Trouble.CHAIN, str(FIRST)),
        (f"{THIRD}.zip", Trouble.CHAIN, str(SECOND)),
    }


def test_a_missing_day_is_named_by_the_next_one_and_the_last_by_the_index() -> None:
    archives = chain()
    del archives[f"{SECOND}.zip"]
    assert findings(archives) == {(f"{SECOND}.zip", Trouble.DAY_MISSING, str(SECOND))}
    archives = chain()
    del archives[f"{THIRD}.zip"]
    assert findings(archives) == set()
    assert findings(archives, listed=(THIRD,)) == {
        (f"{THIRD}.zip", Trouble.DAY_MISSING, str(THIRD))
    }


def test_another_key_is_not_believed_though_the_archive_names_it() -> None:
    archives = chain()
    archives[f"{THIRD}.zip"] = made(THIRD, after(archives[f"{SECOND}.zip"]), key=OTHERS)
    assert findings(archives) == {(f"{THIRD}.zip", Trouble.OTHER_KEY, public(OTHERS).kid)}
    # Nor does what follows it vouch for it.
    fourth = made(date(2026, 11, 27), after(archives[f"{THIRD}.zip"]), key=OTHERS)
    archives["2026-11-27.zip"] = fourth
    assert ("2026-11-27.zip", Trouble.OTHER_KEY, public(OTHERS).kid) in findings(archives)


def test_a_key_that_was_ended_signs_no_later_day() -> None:
    ended = public(OURS, until=datetime(2026, 11, 25, tzinfo=UTC))
    assert findings(chain(), keys=(ended,)) == {
        (f"{THIRD}.zip", Trouble.KEY_NOT_IN_FORCE, ended.kid)
    }


def test_a_day_under_another_days_name_and_a_day_twice_are_told() -> None:
    archives = chain()
    archives["2026-11-25.zip"] = archives[f"{SECOND}.zip"]
    assert findings(archives) == {
        ("2026-11-25.zip", Trouble.NAME, "2026-11-25.zip"),
        ("2026-11-25.zip", Trouble.DAY_TWICE, str(SECOND)),
    }


@pytest.mark.parametrize("cut", [0, 10, 300, -30])
def test_what_is_no_archive_is_told_and_stops_nothing(cut: int) -> None:
    archives = chain()
    archives["2026-11-30.zip"] = archives[f"{THIRD}.zip"][:cut]
    assert findings(archives) == {("2026-11-30.zip", Trouble.UNREADABLE, "2026-11-30.zip")}


def test_every_byte_counts() -> None:
    """Wherever one byte of an archive is another one, it is found, or changes nothing in it."""
    content = made(FIRST, None)
    inside = rules.unzipped(content)
    name = f"{FIRST}.zip"
    for place in range(0, len(content), 3):
        forged = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        if not findings({name: forged}):
            assert rules.unzipped(forged) == inside, place
