"""The benchmark of slips, small: two of them, drawn and read."""

import pytest

from benchmarks.slips import __main__ as slips


def test_a_clean_photo_is_read_and_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(slips, "DAMAGES", {"clean": slips.DAMAGES["clean"]})

    slips.main(["--slips", "2", "--seed", "7"])

    head, _, row = capsys.readouterr().out.splitlines()
    told = dict(zip(head.split(" | "), row.split(" | "), strict=True))
    assert told["identity"] == told["birth_date"] == "100 %"
    assert told["surely wrong"] == "0.0 %"
