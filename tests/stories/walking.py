"""Walking through every page that a role can reach, in both languages."""

import os
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import BrowserContext, Page

from tests.stories import looking

SCREENSHOTS: Final = looking.ROOT / ".screenshots"
WIDTHS: Final = (1280, 360)
NARROWEST: Final = 320
LINKS: Final = """() => [...document.querySelectorAll("a[href]:not([download])")]
  .filter(link => link.origin === location.origin)
  .map(link => link.pathname + link.search)"""


@dataclass
class Walk:
    """Where a walk came, and what was found wrong there."""

    routes: set[str] = field(default_factory=set)
    axe: list[str] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)
    english: list[str] = field(default_factory=list)
    keyboard: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    seen: int = 0

    def take(self, context: BrowserContext, starts: list[str]) -> None:
        """Go from the starts along every link; a page of a kind that was seen is passed by."""
        context.add_init_script(path=looking.AXE)
        page, waiting, started = context.new_page(), deque(starts), set(starts)
        while waiting:
            address = waiting.popleft()
            route = route_of(address)
            if address in started or route not in self.routes | NOT_PAGES:
                started.discard(address)
                waiting.extend(self._look(page, address, route))
        page.close()
        _speak(context, "vi")

    def _look(self, page: Page, address: str, route: str) -> list[str]:
        _speak(page.context, "vi")
        answer = page.goto(address)
        if answer is None or answer.status != 200:
            self.failures.append(f"{address}: {answer and answer.status}")
            return []
        shown = page.url.removeprefix(str(page.evaluate("location.origin")))
        if route_of(shown) != route:
            return [shown]
        self.routes.add(route)
        self.seen += 1
        links: list[str] = page.evaluate(LINKS)
        self.keyboard += _at(address, looking.unreachable(page))
        self._look_closely(page, f"{address} vi", route)
        _speak(page.context, "en")
        page.goto(address)
        self.english += _at(address, looking.untranslated(page))
        self._look_closely(page, f"{address} en", route)
        return links

    def _look_closely(self, page: Page, where: str, route: str) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            self.axe += _at(f"{where} {width}", looking.violations(page))
            if os.environ.get("SOTIEM_SCREENSHOTS"):
                name = f"{route.replace(':', '-')}-{self.seen:02}-{width}-{where[-2:]}.png"
                page.screenshot(path=SCREENSHOTS / name, full_page=True)
        page.set_viewport_size({"width": NARROWEST, "height": 900})
        self.sideways += _at(where, looking.sideways(page))
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def route_of(address: str) -> str:
    """The name of an address, so that pages of the same kind are one."""
    try:
        return str(resolve(address.partition("?")[0]).view_name)
    except Resolver404:
        return address


def all_routes(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    """The names of all addresses."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}"
        else:
            yield from all_routes(entry, f"{entry.namespace}:" if entry.namespace else namespace)


def _speak(context: BrowserContext, language: str) -> None:
    context.add_cookies(
        [{"name": "django_language", "value": language, "domain": "127.0.0.1", "path": "/"}]
    )


def _at(where: str, found: list[str]) -> list[str]:
    return [f"{where}: {each}" for each in found]


# What is not looked at as a page: files, answers to a button, what leads on at once for our
# people, what is shown a single time, and the components, which have tests of their own.
NOT_PAGES: Final = frozenset(
    {
        "set_language", "public:healthz", "public:robots", "public:components",
        "public:lists", "public:trust_list", "public:list_key", "public:revocations",
        "public:rule_list",
        "public:worker", "public:reader", "public:manifest",
        "public:card_keys", "public:revoked_cards",
        "citizen:sign_out", "citizen:withdraw", "citizen:photo", "citizen:contradict",
        "citizen:draft_photo", "citizen:open_book", "citizen:open_own", "citizen:shell",
        "citizen:kept_key", "citizen:send_kept", "citizen:worker", "citizen:manifest",
        "facility:home", "facility:commit", "facility:cancel", "facility:result",
        "facility:template", "facility:answer", "facility:take_back", "facility:result_csv",
        "facility:decide", "facility:reopen", "facility:decide_pair", "facility:take_back_pair",
        "review:next", "review:in_full", "review:take_up", "review:put_back", "review:accept",
        "review:undo", "review:sheet_template", "review:sheet_commit", "review:sheet_agree",
        "review:sheet_cancel", "review:sheet_undo", "review:sheet_result",
        "review:refuse", "review:picture", "review:judge_machine",
        "review:decide_pair", "review:take_back_pair",
        "office:grant_role", "office:withdraw_role", "office:close_account",
        "office:reopen_account", "office:reset_sign_in", "office:switch_model",
        "office:make_key", "office:revoke_key", "office:end_guardianship", "api:match",
        "session:withdraw", "session:look", "session:send", "session:key", "session:shell",
        "session:worker", "session:solve", "session:drop", "session:take_up",
        "session:attach_photos", "session:picture", "session:photo",
        "session:open", "session:move", "session:stock", "session:close", "session:reopen",
        "session:cancel", "session:confirm", "session:slips", "session:slip", "session:labels",
        "session:report", "session:calls", "session:calls_csv", "session:session_labels",
        "stock:ledger_csv", "stock:people_csv", "stock:consignments_csv", "deadlines:csv",
        "deadlines:xlsx",
        "supply:stock_table", "supply:blank", "supply:decision_table", "recalls:table",
        "deadlines:count", "deadlines:send", "deadlines:phone",
        "api:openapi", "api:verify",
        "api:doses", "api:imports", "api:import", "api:rows", "api:result",
        "api:commit", "api:cancel", "api:answers", "facility:again",
        "api:reports", "api:report", "channels:json", "channels:csv", "channels:start",
        "citizen:email", "citizen:device", "citizen:no_devices", "citizen:confirm_email",
        "board:table", "board:doses_csv", "board:json", "board:csv", "figures:json", "figures:csv",
        "figures:province_json", "figures:province_csv", "figures:parquet",
        "figures:province_parquet", "figures:table_file", "figures:standing_file",
        "figures:province_standing_file", "archive:index", "archive:keys", "archive:key",
        "archive:download", "receipts:mine", "receipts:at_the_desk",
        "certificate_paper:pdf", "certificate_paper:png", "certificate_paper:svg",
        "certificate_paper:json", "certificate_paper:health_card",
        "certificate_paper:health_card_png", "certificate_paper:fhir",
        "channels:open", "channels:close", "channels:tie",
        "rules:start", "rules:drop", "rules:publish", "rules:download",
        "facility:confirm_doses", "office:set_signature",
        "facility:asked_answer", "facility:asked_download", "facility:asked_upload",
        "review:plan_bulk", "review:leave_out", "review:begin_bulk", "review:agree_bulk",
        "review:cancel_bulk", "review:undo_bulk", "review:choose_keys", "review:open_page",
        "review:warm", "review:agree",
        "review:extend", "review:reopen", "review:ask", "review:send_on",
        "announcing:csv", "announcing:receipt", "announcing:document", "announcing:again",
        "announcing:decide", "announcing:paper", "announcing:stop", "announcing:lift",
        "api:facilities", "registering:receipt", "registering:answer", "registering:approve",
        "registering:assign", "registering:lists", "registering:approve_list",
        "registering:roster_template", "registering:list_receipt", "registering:send",
        "registering:lay_aside", "registering:result", "registering:take_over",
        "aftercare:right", "aftercare:wrong", "aftercare:keep",
        "my_data:export", "my_data:letter", "my_data:extend", "my_data:office_letter",
        "account_logout", "mfa_view_recovery_codes",
    }
)  # fmt: skip
