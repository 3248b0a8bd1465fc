from collections.abc import Callable, Iterator

import pytest
from django.template import engines
from django.test import RequestFactory, override_settings
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

Draw = Callable[..., str]


@pytest.fixture
def draw(rf: RequestFactory) -> Draw:
    """Render a piece of template the way a page would."""

    def render(source: str, **context: object) -> str:
        whole_page = source.startswith("{% extends")
        loaded = source if whole_page else "{% load i18n sotiem %}" + source
        compiled = CottonCompiler().process(loaded)
        template = engines["django"].from_string(compiled)
        return template.render(context, rf.get("/"))

    return render


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    """Components work in a program without any of our pages."""
    with override_settings(
        ROOT_URLCONF="tests.portals.components.addresses",
        MIDDLEWARE=[
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
        ],
    ):
        yield


@pytest.fixture(autouse=True)
def in_vietnamese() -> Iterator[None]:
    with translation.override("vi"):
        yield
