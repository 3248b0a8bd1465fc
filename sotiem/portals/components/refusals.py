"""What a person reads when something is refused: written once, in `sentences/`.

A key names the module and the class of the refusal ("doses.NothingToAmend"), so that the
modules below need not be imported. A sentence may name the refusal's details.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext

from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.portals.components.sentences import (
    accounts,
    announcements,
    archive,
    campaigns,
    certificates,
    corrections,
    data_requests,
    deadlines,
    desk,
    doses,
    facilities,
    foundation,
    guardians,
    imports,
    matching,
    mending,
    messages,
    patients,
    phone_changes,
    population,
    portals,
    reactions,
    readbacks,
    registrations,
    reopening,
    rosters,
    supply,
    triage,
    vaccines,
)

SENTENCES: Final[dict[str, Promise]] = {
    **accounts.SENTENCES,
    **announcements.SENTENCES,
    **archive.SENTENCES,
    **campaigns.SENTENCES,
    **certificates.SENTENCES,
    **corrections.SENTENCES,
    **data_requests.SENTENCES,
    **deadlines.SENTENCES,
    **desk.SENTENCES,
    **doses.SENTENCES,
    **facilities.SENTENCES,
    **foundation.SENTENCES,
    **guardians.SENTENCES,
    **imports.SENTENCES,
    **matching.SENTENCES,
    **mending.SENTENCES,
    **patients.SENTENCES,
    **phone_changes.SENTENCES,
    **messages.SENTENCES,
    **population.SENTENCES,
    **portals.SENTENCES,
    **reactions.SENTENCES,
    **readbacks.SENTENCES,
    **registrations.SENTENCES,
    **reopening.SENTENCES,
    **rosters.SENTENCES,
    **supply.SENTENCES,
    **triage.SENTENCES,
    **vaccines.SENTENCES,
}


def keys_of(refusal: type[BaseException]) -> list[str]:
    """Name a refusal and what it is a kind of, closest first."""
    return [f"{_module(cls)}.{cls.__name__}" for cls in refusal.__mro__]


def _module(cls: type) -> str:
    parts = cls.__module__.split(".")
    return parts[1] if parts[0] == "sotiem" and len(parts) > 1 else parts[0]


def has_sentence(refusal: type[BaseException]) -> bool:
    """Tell whether people are given this refusal in words of its own."""
    return keys_of(refusal)[0] in SENTENCES


def sentence_for(refusal: BaseException) -> str:
    """Say in the reader's language why something was refused and what to do next."""
    for key in keys_of(type(refusal)):
        if key in SENTENCES:
            sentence = str(SENTENCES[key])
            if "%(" not in sentence:
                return sentence
            with suppress(KeyError):
                return sentence % getattr(refusal, "details", {})
    return gettext("Việc này chưa làm được. Hãy tải lại trang, kiểm tra rồi thử lại.")


@contextmanager
def told_in(form: forms.Form, field: str | None = None) -> Iterator[None]:
    """Do what a form asks for; a refusal becomes an error of the form.

    Who may not do it is told on a page of its own.
    """
    try:
        yield
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(field, sentence_for(refusal))
