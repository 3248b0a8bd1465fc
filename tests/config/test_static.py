"""Assets are compressed once, and again when they change."""

import os
from pathlib import Path

import pytest

from sotiem.config.static import StaticFiles


@pytest.fixture
def files(tmp_path: Path) -> StaticFiles:
    (tmp_path / "page.css").write_text("a { color: red }\n" * 200)
    return StaticFiles(location=tmp_path)


def test_what_was_compressed_is_passed_over(files: StaticFiles) -> None:
    first = {name for _, name in files.compress_files(["page.css"])}
    assert "page.css.gz" in first
    assert list(files.compress_files(["page.css"])) == []


def test_what_changed_since_is_compressed_again(files: StaticFiles) -> None:
    list(files.compress_files(["page.css"]))
    plain, packed = Path(files.path("page.css")), Path(files.path("page.css.gz"))
    plain.write_text("b { color: blue }\n" * 200)
    os.utime(plain, (packed.stat().st_mtime + 1,) * 2)
    assert "page.css.gz" in {name for _, name in files.compress_files(["page.css"])}
