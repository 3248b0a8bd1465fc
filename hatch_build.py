"""The wheel needs what requirements/runtime.in lists: one list, read here."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class RuntimeRequirements(MetadataHookInterface):
    """Gives the wheel its dependencies."""

    def update(self, metadata: dict[str, object]) -> None:
        """Take each line without its comment."""
        text = (Path(self.root) / "requirements" / "runtime.in").read_text(encoding="utf-8")
        lines = (line.split("#", 1)[0].strip() for line in text.splitlines())
        metadata["dependencies"] = [line for line in lines if line]


def get_metadata_hook() -> type[MetadataHookInterface]:
    """Tell hatchling which class it is."""
    return RuntimeRequirements
