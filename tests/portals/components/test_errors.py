from collections.abc import Iterator

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from sotiem.foundation import audit
from sotiem.foundation.refusals import NotAllowed, TooManyRequests
from sotiem.portals.components import errors
from sotiem.portals.components.refused import refused
from tests.portals.components.pages import Page

VIEWS = {
    400: errors.bad_request,
    403: errors.forbidden,
    404: errors.not_found,
    413: errors.too_large,
    429: errors.too_many,
    500: errors.server_error,
}


@pytest.fixture(autouse=True)
def request_under_way() -> Iterator[None]:
    token = audit.request_id.set("req-7f3a")
    yield
    audit.request_id.reset(token)


@pytest.mark.parametrize("status", VIEWS)
def test_an_error_page_says_what_to_do_and_which_request_it_was(
    status: int, rf: RequestFactory
) -> None:
    answer = VIEWS[status](rf.get("/ho-so/0790/"))
    html = answer.content.decode()
    assert answer.status_code == status
    assert len(Page(html).all_of("h1")) == 1
    assert "req-7f3a" in html
    assert "Hãy" in html
    assert "/ho-so/0790/" not in html.replace('value="/ho-so/0790/"', "")


def test_a_failure_is_told_without_asking_the_failed_system(rf: RequestFactory) -> None:
    class Broken(HttpRequest):
        def __getattribute__(self, name: str) -> object:
            if name == "path":
                return "/"
            raise AssertionError(f"the page of a failure asked for {name}")

    with translation.override("en"):
        answer = errors.server_error(Broken())
    assert "our fault, not yours" in answer.content.decode()


def test_a_refused_request_is_told_the_sentence_of_its_refusal(rf: RequestFactory) -> None:
    answer = refused(rf.get("/"), NotAllowed(), status=403)
    assert answer.status_code == 403
    assert "nhờ người quản lý cấp quyền" in answer.content.decode()
    assert "req-7f3a" in answer.content.decode()


def test_too_many_tries_names_the_time_to_wait(rf: RequestFactory) -> None:
    answer = errors.too_many(rf.get("/"), TooManyRequests(minutes=7))
    assert "7 phút" in answer.content.decode()
