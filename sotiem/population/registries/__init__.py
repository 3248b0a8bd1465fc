"""The one way to ask a population registry, whichever it is."""

from collections.abc import Sequence
from functools import cache
from typing import Final, Protocol

from django.conf import settings

from sotiem.population.facts import PopulationAnswer, Question
from sotiem.population.registries.http import HttpRegistry
from sotiem.population.registries.stand_in import StandIn
from sotiem.population.registries.wire import RegistryUnreachable

STAND_IN: Final = "stand-in"

__all__ = ["Registry", "RegistryUnreachable", "configured_registry"]


class Registry(Protocol):
    """Whom we ask."""

    def ask(self, questions: Sequence[Question], *, within: float) -> list[PopulationAnswer]:
        """Answer each question, in the order given.

        Raises RegistryUnreachable when there is no answer to any of them within so many seconds.
        """


def configured_registry() -> Registry | None:
    """The registry that the settings name; none where nobody is to be asked."""
    return _registry(settings.POPULATION_REGISTRY, settings.POPULATION_REGISTRY_KEY)


@cache
def _registry(name: str, key: str) -> Registry | None:
    """One for the whole process: it remembers whether the registry answered lately."""
    if not name:
        return None
    return StandIn() if name == STAND_IN else HttpRegistry(name, key=key)
