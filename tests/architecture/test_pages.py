"""Private by default: every address, asked for by everyone."""

import uuid
from collections.abc import Iterator
from typing import Any, Final

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from sotiem.accounts.facts import Role
from sotiem.portals.components.access import Access, Kind
from tests.factories import accounts

SOME_VALUES: Final = {
    "UUIDConverter": uuid.UUID(int=7),
    "IntConverter": 7,
    "StringConverter": "x",
    "SlugConverter": "x",
    "PathConverter": "x",
}


def patterns(
    resolver: URLResolver | None = None, prefix: str = "/"
) -> Iterator[tuple[str, URLPattern]]:
    """Every address with values filled in, and its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        for name, converter in entry.pattern.converters.items():
            value = SOME_VALUES.get(type(converter).__name__, "x")
            route = route.replace(_placeholder(route, name), str(value))
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def _placeholder(route: str, name: str) -> str:
    start = next(
        index
        for index in range(len(route))
        if route[index] == "<" and route[index:].split(">")[0].rpartition(":")[2].strip("<") == name
    )
    return route[start : route.index(">", start) + 1]


def access_of(pattern: URLPattern) -> Access | None:
    return getattr(pattern.callback, "access", None)


def test_every_page_says_for_whom_it_is() -> None:
    assert [route for route, pattern in patterns() if access_of(pattern) is None] == []


def refusal_of(client: Client, route: str) -> str:
    """How an address turns someone away: to sign-in, to look-up, forbidden, or not at all."""
    response: Any = client.get(route)
    if response.status_code == 403:
        return "forbidden"
    if response.status_code == 302 and "next=" in response["Location"]:
        return str(response["Location"]).partition("?")[0]
    return ""


@pytest.mark.django_db
def test_a_stranger_opens_public_pages_only() -> None:
    client = Client()
    for route, pattern in patterns():
        access = access_of(pattern)
        assert access is not None
        turned_away = refusal_of(client, route)
        if access.kind in (Kind.PUBLIC, Kind.JOINING):
            continue
        if access.kind == Kind.PROGRAM:
            assert client.post(route).status_code == 401, route
            continue
        expected = reverse(access.way_in) if access.kind == Kind.CITIZEN else "/dang-nhap/"
        assert turned_away == expected, route


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_its_own_pages_only(role: Role) -> None:
    user = accounts.user((role, "vn"))
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    for route, pattern in patterns():
        access = access_of(pattern)
        assert access is not None
        if access.kind != Kind.STAFF:
            continue
        client = Client()
        client.force_login(user)
        turned_away = refusal_of(client, route)
        if access.roles and role not in access.roles:
            assert turned_away == "forbidden", route
        elif turned_away != "/tai-khoan/xac-nhan/":  # asked for the password once more
            assert turned_away == "" or "00000007" in route, route  # nobody's case is forbidden


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_a_browser_opens_nothing_that_asks_for_a_key(role: Role) -> None:
    client = Client()
    client.force_login(accounts.user((role, "vn")))
    asked = [route for route, pattern in patterns() if _is_for_programs(pattern)]
    assert asked
    assert [route for route in asked if client.post(route).status_code != 401] == []


def _is_for_programs(pattern: URLPattern) -> bool:
    access = access_of(pattern)
    return access is not None and access.kind == Kind.PROGRAM


@pytest.mark.django_db
def test_a_role_that_has_ended_opens_nothing() -> None:
    user = accounts.user((Role.CLERK, "vn"))
    user.memberships.update(valid_to=timezone.now())
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = Client()
    client.force_login(user)
    for route, pattern in patterns():
        access = access_of(pattern)
        if access and access.kind == Kind.STAFF and access.roles:
            assert refusal_of(client, route) == "forbidden", route


@pytest.mark.django_db
def test_staff_without_a_second_factor_only_set_it_up() -> None:
    client = Client()
    client.force_login(accounts.user((Role.CLERK, "vn")))
    for route, pattern in patterns():
        access = access_of(pattern)
        if access and access.kind == Kind.STAFF:
            assert refusal_of(client, route).startswith("/tai-khoan/xac-thuc"), route
