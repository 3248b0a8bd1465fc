"""What must not stand in any file."""

import re
import subprocess

from tests.architecture.sources import ROOT


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return listed.stdout.split()


def test_locks_name_no_address() -> None:
    locks = [name for name in tracked() if name.endswith((".lock", "package-lock.json", ".npmrc"))]
    assert len(locks) >= 3
    for name in locks:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert '"resolved"' not in text, name
        if name.endswith(".lock"):
            assert not re.search(r"https?://", text), name


def test_every_dependency_says_why() -> None:
    for name in ("runtime.in", "develop.in", "build.in"):
        for line in (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-r")):
                assert "#" in line or name == "develop.in", f"{name}: {line}"
