"""Where one copy of the program keeps everything that must outlive it."""

import os
import secrets
from pathlib import Path


def home() -> Path:
    """The data folder of this copy: SOTIEM_HOME, or a folder of the user who runs it."""
    chosen = os.environ.get("SOTIEM_HOME")
    if chosen:
        return Path(chosen).expanduser().absolute()
    data = os.environ.get("XDG_DATA_HOME")
    base = Path(data) if data else Path.home() / ".local" / "share"
    return base.absolute() / "sotiem"


def postgres_folder() -> Path:
    """The embedded database: its data, its password, its port."""
    return home() / "postgres"


def files_folder() -> Path:
    """Uploaded slips and sheets, each named by its digest."""
    return _private_folder("files")


def outbox_folder() -> Path:
    """Messages that the demonstration writes down instead of sending."""
    return _private_folder("outbox")


def logs_folder() -> Path:
    """What the servers say while they run."""
    return _private_folder("logs")


def secret() -> str:
    """The secret key of this copy: made at its first use, the same ever after."""
    return kept_secret(open_home() / "secret")


def push_secret() -> str:
    """What the key is made of by which push services know this copy."""
    return kept_secret(open_home() / "push-secret")


def open_home() -> Path:
    """Make the data folder; others may pass through it, but not look into it.

    A database that must not run as root passes through to its own folder.
    """
    folder = home()
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    return folder


def kept_secret(path: Path) -> str:
    """Read a random secret that only its owner may read; the first to ask makes it.

    Linking a finished file into place lets only one of several first callers win.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii")


def _private_folder(name: str) -> Path:
    folder = open_home() / name
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
