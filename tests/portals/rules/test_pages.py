"""What officers who regulate see and do: start, change, preview, publish, and what is refused."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sotiem.accounts.facts import Role
from sotiem.certificates.operations import reissue_certificates
from sotiem.foundation.actors import machine
from sotiem.reopening import queries
from sotiem.reopening.models import RuleVersion
from sotiem.reopening.rules import written
from tests.factories import certificates, rules
from tests.portals.office import people

pytestmark = pytest.mark.django_db
HERE = "/can-bo/quy-dinh/"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Pages read this moment: ten in the morning in Viet Nam."""
    at = datetime(2021, 10, 8, 3, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: at)
    return at


def regulator() -> Client:
    return people.at_work((Role.REGULATOR, "vn"))


def started(client: Client, proposal: str = "VN-SG-2021") -> RuleVersion:
    """A draft that this officer has started."""
    client.post(f"{HERE}soan/", {"proposal": proposal})
    return RuleVersion.objects.drafts().latest("pk")


def page_of(client: Client, draft: RuleVersion, page: str = "") -> str:
    return client.get(f"{HERE}{draft.public_id}/{page}").content.decode()


def numbers(draft: RuleVersion, **changes: Any) -> dict[str, Any]:
    """The form of a draft as it is, some fields of it changed."""
    content = draft.content
    fields: dict[str, Any] = {"first_day": "", "last_day": ""}
    fields |= {f"name_{each['lang']}": each["desc"] for each in content["Name"]}
    listed = [rule for tier in content["Tiers"] for rule in tier["Rules"]]
    for number, rule in enumerate(listed):
        for words in rule["Description"]:
            fields[f"rule{number}_{words['lang']}"] = words["desc"]
    days = [(0, 0, 14), (1, 0, 0), (1, 1, 180), (2, 0, 1), (2, 1, 14)]
    fields |= {f"rule{rule}_number{place}": value for rule, place, value in days}
    fields |= {f"test{number}": test["Card"] for number, test in enumerate(content["Tests"])}
    return fields | changes


def test_who_does_not_regulate_the_country_is_not_let_in() -> None:
    assert people.at_work((Role.OFFICER, "vn")).get(HERE).status_code == 403
    assert people.at_work((Role.REGULATOR, "vn/2025:79")).get(HERE).status_code == 403


def test_the_list_shows_what_holds_what_waits_and_what_is_proposed() -> None:
    client = regulator()
    rules.published()
    rules.draft(rules.content("VN-STRICT"))
    page = client.get(HERE).content.decode()
    assert page.count("Đang áp dụng") == 1
    assert "Thành phố Hồ Chí Minh, mùa thu 2021, phiên bản 1" in page
    assert "Bản nháp chờ xem lại" in page
    assert page.count("Soạn từ bộ này") == 3


def test_a_number_changes_with_the_words_that_name_it_and_the_tests_that_it_changes() -> None:
    client = regulator()
    draft = started(client)
    address = f"{HERE}{draft.public_id}/sua/"
    wrong = client.post(address, numbers(draft, rule0_number0="7", rule2_number1="7"))
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert "Ca thử này cho “Thẻ xanh”, không phải “Không có thẻ”" in page
    assert 'value="7"' in page
    draft.refresh_from_db()
    assert draft.content["Tests"] == rules.content()["Tests"]
    named = [each["Name"] for each in draft.content["Tests"]]
    place = named.index("Đủ liều, ngày thứ 13, lúc khuya")
    changed = numbers(draft, rule0_number0="7", rule2_number1="7", **{f"test{place}": "green"})
    assert client.post(address, changed).status_code == 302
    draft.refresh_from_db()
    words = draft.content["Tiers"][0]["Rules"][0]["Description"]
    assert words[0]["desc"] == "Đã tiêm đủ liều, mũi cuối cách đây ít nhất 7 ngày."
    assert "at least 7 days ago" in words[1]["desc"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rule0_number0": "-1"}, "Hãy ghi số ngày, từ 0 đến 3650."),
        ({"rule0_number0": "x"}, "Hãy ghi số ngày, từ 0 đến 3650."),
        ({"rule2_number0": "0"}, "Hãy ghi một số nguyên từ 1 đến 20."),
        ({"rule0_vi": ""}, "Hãy ghi câu này"),
        ({"last_day": "01/10/2021"}, "Ngày cuối phải sau ngày bắt đầu"),
        ({"first_day": "32/10/2021"}, "Hãy nhập một ngày có trong lịch"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(change: dict[str, str], said: str) -> None:
    client = regulator()
    draft = started(client)
    answer = client.post(f"{HERE}{draft.public_id}/sua/", numbers(draft, **change))
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_term_is_days_in_viet_nam_the_last_one_whole() -> None:
    client = regulator()
    draft = started(client)
    term = {"first_day": "18/10/2021", "last_day": "31/10/2021"}
    assert client.post(f"{HERE}{draft.public_id}/sua/", numbers(draft, **term)).status_code == 302
    draft.refresh_from_db()
    assert draft.valid_from == datetime(2021, 10, 17, 17, tzinfo=UTC)
    assert draft.valid_to == datetime(2021, 10, 31, 17, tzinfo=UTC)
    page = page_of(client, draft, "sua/")
    assert 'value="18/10/2021"' in page
    assert 'value="31/10/2021"' in page


def without(path: Callable[[dict[str, Any]], object]) -> str:
    content = rules.content()
    path(content)
    return json.dumps(content)


def first_logic(logic: Any) -> str:
    return without(lambda content: content["Tiers"][0]["Rules"][0].update(Logic=logic))


BAD: list[tuple[str, str]] = [
    ("", "Nội dung chưa phải JSON"),
    ('{"Identifier": ', "Hãy xem dòng 1, ký tự thứ 15"),
    ("[1, 2]", "một đối tượng JSON"),
    ("[" * 100_000, "lồng vào nhau quá sâu"),
    ('{"a": {"b": 1, "b": 2}}', "“b” ghi hai lần"),
    ('{"a": NaN}', "chưa phải JSON"),
    ("x" * 300_000, "lớn hơn 256 KB"),
    (without(lambda content: content.pop("Tiers")), "Trường “Tiers”"),
    (without(lambda content: content["Tests"].clear()), "Quy tắc VR-VN-0001: Chưa có ca thử nào"),
    (first_logic({"nonsense": [1]}), "Quy tắc VR-VN-0001: CertLogic không có phép tính “nonsense”"),
    (first_logic({"and": [True]}), "Phép tính “and” thiếu"),
    (first_logic({"var": "playload.v"}), "Không có đường dẫn “playload.v”"),
    (first_logic({"===": [10**12, 1]}), "Con số quá lớn"),
    (first_logic({"===": [1, 1]}), "Quy tắc VR-VN-0001: Chưa có ca thử nào bị quy tắc này từ chối"),
    (first_logic({"<script>": [1]}), "&lt;script&gt;"),
]


@pytest.mark.parametrize(("text", "said"), BAD, ids=[said for _, said in BAD])
def test_a_text_with_faults_is_shown_again_with_each_in_words(text: str, said: str) -> None:
    client = regulator()
    draft = started(client)
    answer = client.post(f"{HERE}{draft.public_id}/sua-toan-van/", {"text": text})
    page = answer.content.decode().replace("&quot;", '"')
    assert answer.status_code == 422
    assert said in page
    assert text[:200] in page.replace("&lt;", "<").replace("&gt;", ">")
    draft.refresh_from_db()
    assert draft.text == written(rules.content())


def file_of(text: bytes) -> BytesIO:
    file = BytesIO(text)
    file.name = "quy-dinh.json"
    return file


def test_a_file_takes_the_place_of_what_was_typed_and_five_megabytes_are_none() -> None:
    client = regulator()
    draft = started(client)
    address = f"{HERE}{draft.public_id}/sua-toan-van/"
    large = client.post(address, {"text": draft.text, "file": file_of(b"[" * 5_000_000)})
    assert "lớn hơn 256 KB" in large.content.decode()
    assert "VR-VN-0001" in large.content.decode()
    faulty = client.post(address, {"text": "", "file": file_of(b'\xef\xbb\xbf{"Tests": 5}')})
    assert "{&quot;Tests&quot;: 5}" in faulty.content.decode()
    good = file_of(json.dumps(rules.laxer()).encode())
    assert client.post(address, {"text": "", "file": good}).status_code == 302
    draft.refresh_from_db()
    assert draft.content == rules.laxer()


def test_a_set_of_ones_own_is_started_from_a_text() -> None:
    client = regulator()
    own = rules.content() | {"Identifier": "VN-HN"}
    assert client.post(f"{HERE}soan-tu-tep/", {"text": json.dumps(own)}).status_code == 302
    assert RuleVersion.objects.drafts().get().identifier == "VN-HN"
    refused = client.post(f"{HERE}soan-tu-tep/", {"text": "{}"})
    assert refused.status_code == 422
    late = {"text": json.dumps(own), "last_day": "01/01/2020"}
    assert client.post(f"{HERE}soan-tu-tep/", late).status_code == 422
    assert RuleVersion.objects.count() == 1


def test_a_draft_keeps_its_identifier() -> None:
    client = regulator()
    draft = started(client)
    other = json.dumps(rules.content("VN-LAX"))
    answer = client.post(f"{HERE}{draft.public_id}/sua-toan-van/", {"text": other})
    assert (answer.status_code, "VN-SG-2021" in answer.content.decode()) == (422, True)


def test_a_draft_shows_what_it_changes_rule_by_rule() -> None:
    rules.published()
    page = page_of(regulator(), rules.draft(rules.laxer()))
    assert "Thay đổi so với phiên bản 1" in page
    assert "VR-VN-0001: Có thay đổi" in page
    assert "RR-VN-0001: Giữ nguyên" in page
    assert "Số ngày phải chờ" in page
    assert "Điều kiện (CertLogic)" not in page


def test_a_preview_counts_who_would_move_and_names_nobody() -> None:
    rules.published()
    first, ten_days, long = date(2021, 8, 1), date(2021, 9, 28), date(2021, 9, 20)
    for days in ((first, ten_days), (first, ten_days), (first, long), (ten_days,)):
        certificates.certified(*days)
    page = page_of(regulator(), rules.draft(rules.laxer()), "xem-thu/")
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Đếm trên toàn bộ 4 giấy" in words
    assert "Thẻ xanh 1 3 Thẻ vàng 0 1 Không có thẻ 3 0" in words
    assert "Không có thẻ Thẻ xanh 2 Không có thẻ Thẻ vàng 1" in words
    assert "Đủ liều, ngày thứ 13, lúc khuya" in words
    assert "Công bố phiên bản này" in words
    assert "Lộc" not in page


def test_a_preview_of_very_many_takes_a_stated_number_spread_over_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "TRIED_AT_MOST", 3)
    made = [certificates.certified(date(2021, 8, 1)) for _ in range(10)]
    reissue_certificates(patient_id=made[-1].patient_id, by=machine("test"), at=certificates.AT)
    seen = queries.preview(None, rules.content(), at=timezone.now())
    assert (seen.tried, seen.is_sample, dict(seen.moves)) == (3, True, {("none", "yellow"): 3})
    page = page_of(regulator(), rules.draft(), "xem-thu/")
    assert "Đếm trên 3 giấy chứng nhận lấy rải đều" in page


def test_who_drafted_sees_the_preview_without_the_button() -> None:
    client = regulator()
    draft = started(client)
    page = page_of(client, draft, "xem-thu/")
    assert "Bản nháp này do bạn soạn" in page
    assert "Công bố phiên bản này" not in page
    answer = client.post(f"{HERE}{draft.public_id}/cong-bo/", {"seen": draft.digest})
    assert "Người soạn không tự công bố" in answer.content.decode()
    assert not RuleVersion.objects.published().exists()


def test_another_publishes_what_was_looked_at_and_only_that() -> None:
    drafter, other = regulator(), regulator()
    draft = started(drafter)
    seen = draft.digest
    later = (timezone.now() + timedelta(days=9)).strftime("%d/%m/%Y")
    drafter.post(f"{HERE}{draft.public_id}/sua/", numbers(draft, first_day=later))
    address = f"{HERE}{draft.public_id}/cong-bo/"
    stale = other.post(address, {"seen": seen})
    assert (stale.status_code, "đã được sửa" in stale.content.decode()) == (422, True)
    draft.refresh_from_db()
    assert other.post(address, {"seen": draft.digest}).status_code == 302
    assert "Đã công bố" in page_of(other, draft)
    assert "không còn là bản nháp" in other.post(address, {"seen": draft.digest}).content.decode()
    assert other.get(f"{HERE}{draft.public_id}/sua/").status_code == 404


def test_a_draft_of_somebody_else_is_not_changed_or_dropped() -> None:
    draft, other = rules.draft(), regulator()
    for page in ("sua/", "sua-toan-van/"):
        assert other.get(f"{HERE}{draft.public_id}/{page}").status_code == 403
    assert other.post(f"{HERE}{draft.public_id}/bo/").status_code == 403


def test_an_earlier_version_is_taken_up_again() -> None:
    first = rules.published()
    rules.published(rules.laxer())
    client = regulator()
    client.post(f"{HERE}soan/", {"version": str(first.public_id)})
    draft = RuleVersion.objects.drafts().get()
    assert draft.based_on is not None
    assert draft.based_on.number == 2
    assert "14" in draft.text
    client.post(f"{HERE}{draft.public_id}/bo/")
    assert "Đã bỏ" in page_of(client, draft)


def test_the_text_is_downloaded_as_it_was_written() -> None:
    draft = rules.draft()
    answer = regulator().get(f"{HERE}{draft.public_id}/toan-van.json")
    assert json.loads(answer.content) == rules.content()


@pytest.mark.parametrize("version", ["", "x", "00000000-0000-0000-0000-000000000007"])
def test_nothing_is_started_from_nothing(version: str) -> None:
    assert regulator().post(f"{HERE}soan/", {"version": version}).status_code == 404
