"""A token of SoftHSM in a folder of its own: what a hardware module would be."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

LABEL: Final = "sotiem"
PIN: Final = "1234"
# Debian's, and those of other systems.
_MODULES: Final = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)


def module() -> str:
    return next(name for name in _MODULES if Path(name).is_file())


@contextmanager
def plugged_in(folder: Path) -> Iterator[None]:
    """Plug a fresh token in. The library looks for it when it begins anew."""
    (folder / "tokens").mkdir(parents=True, exist_ok=True)
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    try:
        _make()
        yield
    finally:
        if before is None:
            del os.environ["SOFTHSM2_CONF"]
        else:
            os.environ["SOFTHSM2_CONF"] = before


def unplug(folder: Path) -> None:
    """Take the token away, as a cable that is pulled."""
    shutil.move(folder / "tokens", folder / "away")
    (folder / "tokens").mkdir()


def plug_in_again(folder: Path) -> None:
    (folder / "tokens").rmdir()
    shutil.move(folder / "away", folder / "tokens")


def _make() -> None:
    asked = ["--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", "5678"]
    subprocess.run(["softhsm2-util", *asked], check=True, capture_output=True)
