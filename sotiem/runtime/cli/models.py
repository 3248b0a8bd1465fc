"""`sotiem models`: models that judge whether two records are one person's."""

from uuid import UUID

import click

from sotiem.runtime.cli.lazy import call_on_record


@click.group()
def models() -> None:
    """Models of matching: learn one, check what one said."""


@models.command(short_help="Learn a model from officers' verdicts.")
@click.option("--version", required=True, help="What the model is called; never used twice.")
@click.option("--reason", required=True, help="Why it is learned; it stands in the trail.")
@click.option(
    "--from-registry", is_flag=True,
    help="Start from the registry compared with itself, not from the model that judges now.",
)  # fmt: skip
def learn(version: str, reason: str, from_registry: bool) -> None:
    """Learn a model from what officers decided about pairs of records.

    Three of five verdicts are fitted to, one of five calibrates, and one of five is not seen: on
    those the new model is measured beside the one that judges. It is kept only if it is better by
    more than chance, and it does not judge until an administrator switches to it. Fewer than 200
    verdicts, or 40 of either kind, are refused: they would teach chance.
    """
    call_on_record(
        "sotiem.runtime.models:learn", version=version, reason=reason, from_registry=from_registry
    )


@models.command(short_help="Compute the answer about a pair again.")
@click.argument("pair", metavar="PAIR_ID", type=click.UUID)
def replay(pair: UUID) -> None:
    """Judge a pair again as on the day it was found, and compare with what was kept.

    PAIR_ID is the identifier in the address of the pair's page. Both records are read as they were
    then, with the model and the name statistics of then. Ends with 1 if the answer is another one,
    and says in which fields and why.
    """
    call_on_record("sotiem.runtime.models:replay_pair", public_id=pair)


@models.command(name="second-looks", short_help="Draw automatic links for a second look.")
@click.option(
    "--share", type=click.FloatRange(0, 1, min_open=True), required=True,
    help="How many of all automatic links: 0.02 is one of fifty.",
)  # fmt: skip
def second_looks(share: float) -> None:
    """Draw a share of the automatic links for officers to look at again.

    A pair is drawn by its number alone: drawing the same share again adds only newer pairs.
    """
    call_on_record("sotiem.runtime.models:draw", share=share)
