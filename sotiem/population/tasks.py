from typing import Final

from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.foundation.actors import machine
from sotiem.population import operations, rules
from sotiem.population.registries import configured_registry

MACHINE: Final = machine("population")


@app.periodic(cron="* * * * *")
@app.task(name="ask_population_registry", queueing_lock="ask_population_registry")
def ask_population_registry(timestamp: int) -> None:
    """Every minute, ask about people whose time has come, until the registry falls silent."""
    registry = configured_registry()
    if registry is None:
        return
    for _ in range(rules.PER_MINUTE):
        asked = operations.run_checks(
            registry=registry, most=rules.AT_ONCE, by=MACHINE, at=timezone.now()
        )
        if asked is None or asked < rules.AT_ONCE:
            return


@app.periodic(cron="20 1 * * *")
@app.task(name="ask_about_the_unasked", queueing_lock="ask_about_the_unasked")
def ask_about_the_unasked(timestamp: int) -> None:
    """Every night, put those on the list about whom nobody ever asked."""
    if configured_registry() is not None:
        operations.ask_about_the_unasked(most=rules.PER_NIGHT, by=MACHINE, at=timezone.now())
