from django.db import models
from django.db.models import Q


class _Stand(models.Model):
    """How a report stands, as far as it is counted: days and hours since 1970.

    `path` is the unit that answers it, or that let it climb unanswered. Days are Việt Nam's.
    """

    path = models.CharField(max_length=80)
    kind = models.CharField(max_length=30)
    state = models.CharField(max_length=10)
    way = models.CharField(max_length=10)
    received_day = models.IntegerField()
    due_hour = models.IntegerField(null=True)  # while it is open
    ended_day = models.IntegerField(null=True)  # once it is decided
    hours = models.IntegerField(null=True)  # whole ones, from sending to deciding

    class Meta:
        abstract = True


class CountedReport(_Stand):
    """How a report stood when it was counted last."""

    report_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return str(self.report_id)


class Entry(_Stand):
    """So many reports more, or fewer, stand like this. Rows are only added, so nobody waits."""

    number = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.path} {self.state} {self.number}"


class Figure(models.Model):
    """What the entries add up to, for every unit and every one above it.

    `what` says what is counted, `label` of which sort, `bucket` in which day or hour.
    """

    path = models.CharField(max_length=80)
    above = models.CharField(max_length=80)
    what = models.CharField(max_length=10)
    label = models.CharField(max_length=30)
    bucket = models.IntegerField()
    number = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["path", "what", "label", "bucket"], name="figure_stands_once"
            )
        ]
        indexes = [
            models.Index(fields=["above", "what"], name="figure_of_parts"),
            models.Index(fields=["id"], condition=Q(number=0), name="figure_of_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.what} {self.number}"


class _ReactionStand(models.Model):
    """What a reaction counts as: days since 1970; `label` is a group of signs, or all of them."""

    path = models.CharField(max_length=80)
    vaccine = models.CharField(max_length=40)  # its code; empty where no dose is recorded
    label = models.CharField(max_length=20)
    serious = models.BooleanField()
    day = models.IntegerField()

    class Meta:
        abstract = True


class CountedReaction(_ReactionStand):
    """How a reaction stood when it was counted last, a row for each label."""

    reaction_id = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.reaction_id} {self.label}"


class ReactionEntry(_ReactionStand):
    """So many reactions more, or fewer, stand like this. Rows are only added."""

    number = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.path} {self.label} {self.number}"


class ReactionFigure(_ReactionStand):
    """What the entries add up to, for every unit and every one above it."""

    above = models.CharField(max_length=80)
    number = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["path", "day", "vaccine", "label", "serious"],
                name="reaction_figure_stands_once",
            )
        ]
        indexes = [models.Index(fields=["above", "day"], name="reaction_figure_of_parts")]

    def __str__(self) -> str:
        return f"{self.path} {self.label} {self.number}"


class PublicFigures(models.Model):
    """What everybody may know, as it stood at the end of a day."""

    day = models.DateField(unique=True)
    figures = models.JSONField()
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
