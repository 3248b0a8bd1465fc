"""The verifier's own script in a browser, on a page that only the test answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, Route

from tests.stories.browsing import started_browser

SCRIPT: Final = Path(__file__).parents[2] / "sotiem/portals/public/static/public/verifier.js"
ORIGIN: Final = "https://kiem-tra.test"
OPEN: Final = f"import('{ORIGIN}/verifier.js').then(all => {{ window.verifier = all; }})"


@contextmanager
def verifier_page(lists: dict[str, str] | None = None) -> Iterator[Page]:
    """A page with the script in it; below `/du-lieu` it is given these lists."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        if path == "/verifier.js":
            route.fulfill(path=SCRIPT, content_type="text/javascript")
        elif path == "/":
            route.fulfill(body="<!doctype html><title>Kiểm tra</title>", content_type="text/html")
        elif path in (lists or {}):
            route.fulfill(body=(lists or {})[path])
        else:
            route.fulfill(status=404)

    with started_browser() as browser:
        page = browser.new_page()
        page.route("**/*", answer)
        page.goto(f"{ORIGIN}/")
        page.evaluate(OPEN)
        yield page


JUDGE: Final = """async ({trust, lists, cases, ruleSet, valueSets}) => {
  const known = {trust: verifier.readTrust(trust), revocations: {}};
  for (const list of lists) {
    const read = verifier.readRevocations(list, known.revocations[list.kid]);
    known.revocations[read.kid] = known.revocations[list.kid] = read;
  }
  const prepared = verifier.forJudging(known);
  const answers = [];
  for (const {text, at} of cases) {
    const given = {lists: prepared, ruleSet, valueSets, at: Date.parse(at)};
    answers.push(await verifier.judge(text, given));
  }
  return answers;
}"""


def judged(page: Page, **given: Any) -> list[dict[str, Any]]:
    """What the script says of these cases."""
    answers: list[dict[str, Any]] = page.evaluate(JUDGE, {"lists": [], "ruleSet": None, **given})
    return answers
