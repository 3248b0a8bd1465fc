"""What /so-lieu/ hands out as files for a day: an address added there is archived by itself.

The pages themselves are asked, as anybody asks them, so that an archive holds what was published.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from django.http import Http404, HttpRequest, QueryDict
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils.translation import override

from sotiem.archive import rules
from sotiem.places.facts import Version
from sotiem.places.queries import provinces

PREFIX: Final = "so-lieu/"
OWN: Final = f"{PREFIX}ngay/"
KINDS: Final = (".csv", ".json", ".parquet")
_DICTIONARY: Final = Path(__file__).parent / "data" / rules.DICTIONARY
_PARAMETER: Final = re.compile(r"<(?:\w+:)?(\w+)>")


def _codes() -> list[str]:
    return [unit.code for unit in provinces(Version.NEW)]


# What may stand in an address, and for which values of it there may be a file.
PARAMETERS: Final[dict[str, Callable[[], Sequence[str]]]] = {"code": _codes}


def routes() -> list[str]:
    """Every route of a file of figures, as the addresses have it."""
    found = [each for each in _routes(get_resolver()) if each.startswith(PREFIX)]
    return sorted(each for each in found if each.endswith(KINDS) and not each.startswith(OWN))


def files_of(day: date) -> dict[str, bytes]:
    """Every file that was published for a day, by its address below /so-lieu/; and the data
    dictionary."""
    found = {rules.DICTIONARY: _DICTIONARY.read_bytes()}
    for address in (each for route in routes() for each in _addresses(route)):
        content = asked(address, day)
        if content is not None:
            found[address.removeprefix(PREFIX)] = content
    return found


def asked(address: str, day: date) -> bytes | None:
    """What an address answers for a day; None where nothing was published."""
    page = resolve(f"/{address}")
    request = HttpRequest()
    request.method, request.path = "GET", f"/{address}"
    request.GET = QueryDict(f"ngay={day.isoformat()}")
    try:
        with override("vi"):
            return b"".join(page.func(request, *page.args, **page.kwargs))
    except Http404:
        return None


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = f"{before}{entry.pattern}"
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from _routes(entry, route)


def _addresses(route: str) -> Iterator[str]:
    parameter = _PARAMETER.search(route)
    if parameter is None:
        yield route
        return
    for value in PARAMETERS[parameter[1]]():
        yield from _addresses(route.replace(parameter[0], value, 1))
