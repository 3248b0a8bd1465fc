"""Carriers that tests can watch, and make fail."""

from dataclasses import dataclass, field

from sotiem.messages.facts import Letter, NotNow


@dataclass
class Post:
    """What was handed over; while it is `shut`, nothing is taken."""

    letters: list[Letter] = field(default_factory=list)
    shut: Exception | None = None

    def carry(self, letter: Letter) -> None:
        if self.shut is not None:
            raise self.shut
        self.letters.append(letter)

    @property
    def texts(self) -> list[str]:
        return [letter.text for letter in self.letters]


POST = Post()


def carry(letter: Letter) -> None:
    POST.carry(letter)


def not_now() -> NotNow:
    return NotNow("busy")
