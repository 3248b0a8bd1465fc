"""Stored assets of the pages: under names that hold their digest, compressed once."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Passes over what an earlier start compressed: the best compression takes seconds."""

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        yield from super().compress_files([path for path in paths if not self._is_done(path)])

    def _is_done(self, path: str) -> bool:
        plain = Path(self.path(path))
        packed = plain.with_name(f"{plain.name}.gz")
        return packed.exists() and packed.stat().st_mtime >= plain.stat().st_mtime
