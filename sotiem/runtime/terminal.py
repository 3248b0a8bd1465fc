"""The terminal in front of the person who runs the program."""

from typing import Final

from rich.console import Console

console: Final = Console(highlight=False)
