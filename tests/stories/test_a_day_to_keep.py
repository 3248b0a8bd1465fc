"""Somebody keeps the published days, proves them without us, and finds the forged byte."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect

from tests.stories import looking
from tests.stories.conftest import Open
from tests.stories.system import ROOT, System

FILES: Final = ("khoa.json", "index.json")


def test_a_day_is_kept_proven_and_a_forged_byte_is_found(
    system: System, open_window: Open, tmp_path: Path
) -> None:
    page = open_window(width=360)
    days = when_the_days_are_downloaded(page, tmp_path)
    assert len(days) >= 2
    done = verified(tmp_path)
    assert done.returncode == 0, done.stdout
    assert f"All holds, {len(days)} days one after the other." in done.stdout
    when_one_byte_is_forged(tmp_path / days[0])
    done = verified(tmp_path)
    assert done.returncode == 1
    assert f"✗ {days[0]}\n    tiem-chung.csv was changed" in done.stdout
    assert f"1 of {len(days)} do not hold." in done.stdout
    assert "✓ archives of published days" in system.command("check").stdout


def when_the_days_are_downloaded(page: Page, folder: Path) -> list[str]:
    """From the first page of the figures to the archives, their keys and their index."""
    page.context.add_init_script(path=looking.AXE)
    page.goto("/so-lieu/")
    page.get_by_role("link", name="Tải số liệu từng ngày, có ký").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Số liệu từng ngày, có ký")
    assert looking.violations(page) == []
    links = page.locator("#days a[download]")
    names = [*FILES, *links.all_inner_texts()]
    for name in names:
        with page.expect_download() as kept:
            page.locator(f"a[download][href$='{name}']").click()
        kept.value.save_as(folder / name)
    return sorted(names[len(FILES) :])


def verified(folder: Path) -> subprocess.CompletedProcess[str]:
    """What the command says where there is neither a database nor settings of ours."""
    words = [sys.executable, "-m", "sotiem.runtime.cli", "figures", "verify", str(folder)]
    environment = {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "COLUMNS": "200"}
    return subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, timeout=60
    )


def when_one_byte_is_forged(archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    content[content.index(b"tiem-chung.csv") + 24] ^= 1
    archive.write_bytes(content)
