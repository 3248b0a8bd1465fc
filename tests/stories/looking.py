"""What a page must never do to its readers, found in the page as a browser shows it."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from playwright.sync_api import Page

ROOT: Final = Path(__file__).parents[2]
AXE: Final = ROOT / "tests" / "axe" / "axe.min.js"
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
VIETNAMESE: Final = re.compile(
    r"[ăâđêôơưàáạảãầấậẩẫằắặẳẵèéẹẻẽềếệểễìíịỉĩòóọỏõồốộổỗờớợởỡùúụủũừứựửữỳýỵỷỹ]"
)

TEXTS: Final = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!["SCRIPT", "STYLE"].includes(parent.tagName) && !parent.closest("[lang=vi]"))
      found.push(walker.currentNode.textContent);
  }
  for (const name of ["aria-label", "alt", "title", "placeholder", "data-label"])
    for (const each of document.body.querySelectorAll(`[${name}]`))
      found.push(each.getAttribute(name));
  found.push(document.title.split(" – ")[0]);
  return found.map(text => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""
MARK_WHAT_IS_REACHED: Final = """() => {
  document.addEventListener("focusin", event => event.target.setAttribute("data-reached", ""));
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.blur();
  return document.querySelectorAll(
    "a, button, input, select, textarea, summary, [tabindex='0']"
  ).length;
}"""
NOT_REACHED: Final = """() => {
  const name = each => each.type === "radio" ? `input[name="${each.name}"]` : null;
  const reached = each => each.matches("[data-reached]")
    || (name(each) && document.querySelector(`${name(each)}[data-reached]`));
  return [...document.querySelectorAll("button, input, select, textarea, summary, main a[href]")]
    .filter(each => each.checkVisibility() && !each.disabled && !reached(each))
    .map(each => each.outerHTML.slice(0, 120));
}"""


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.0 to 2.2, levels A and AA."""
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})",
        RULES,
    )
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in found["violations"]
        for node in each["nodes"][:3]
    ]


def sideways(page: Page) -> list[str]:
    """Whether the page moves sideways at its present width."""
    moves = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    by = page.evaluate(moves)
    return [f"moves sideways by {by} px"] if by else []


def untranslated(page: Page) -> list[str]:
    """Our Vietnamese texts that stand on an English page."""
    return sorted({text for text in page.evaluate(TEXTS) if text in _our_vietnamese()})


def unreachable(page: Page) -> list[str]:
    """What the keyboard does not reach; first of all it must reach the way past the header."""
    controls = page.evaluate(MARK_WHAT_IS_REACHED)
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.className")
    parts_of_days = 3 * page.locator("input[type=date]").count()
    missed: list[str] = []
    # What a script enabled after the keyboard had passed by is reached in the second round.
    for _ in range(2):
        for _ in range(controls + parts_of_days):
            page.keyboard.press("Tab")
        missed = page.evaluate(NOT_REACHED)
        if not missed:
            break
    # A link that has the focus is marked otherwise than by its line, which axe misses.
    page.evaluate("document.activeElement.blur()")
    return missed + ([] if "skip-link" in first else [f"first comes {first}"])


@cache
def _our_vietnamese() -> frozenset[str]:
    """The texts of our pages, as they are shown: those whose English differs."""
    return frozenset(
        " ".join(text.split())
        for message in _messages()
        if (text := _single(message.id)) != _single(message.string)
        and VIETNAMESE.search(text.lower())
    )


def _messages() -> Iterator[Message]:
    for path in (ROOT / "sotiem").rglob("locale/en/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            yield from (message for message in read_po(file) if message.id)


def _single(text: Any) -> str:
    """A text, or the first of its forms for one and for many."""
    return text if isinstance(text, str) else str(text[0])
