"""Every page of every portal, for everyone: any width, either language, keyboard, no scripts."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sotiem.sample.organizations import CONTACT
from sotiem.sample.sheets import LOC
from tests.stories import announcing, people
from tests.stories.browsing import Phone, give_password, look_up, sign_in
from tests.stories.conftest import Open, context_of
from tests.stories.registering import fill_in, give_code
from tests.stories.reporting import send_anyway
from tests.stories.system import System, copied_system
from tests.stories.walking import NOT_PAGES, Walk, all_routes

PUBLIC: Final = [
    "/", "/dang-nhap/", "/dang-nhap/da-dong/", "/so-tiem/", "/so-tiem/tra-cuu/", "/hop-thu/",
    "/so-lieu/phan-anh/", "/so-lieu/ngay/", "/so-lieu/", "/so-lieu/?dia-gioi=63&so=doses",
    "/so-lieu/tinh/79/", "/so-lieu/so-sanh/?a=79&b=01", "/so-lieu/bang/", "/so-lieu/tinh-hinh/",
    "/dang-ky/", "/dang-ky/thong-tin/?cho=self&tinh=79",
    "/co-so-tiem-chung/", "/co-so-tiem-chung/79001/", "/cong-bo-co-so/",
    "/cong-bo-co-so/co-so/?tinh=79", "/cong-bo-co-so/tra-cuu/",
    "/dang-ky/to-chuc/", "/dang-ky/to-chuc/thong-tin/?tinh=79", "/dang-ky/to-chuc/vao/",
]  # fmt: skip
STAFF: Final = {
    "nhaplieu": ["/co-so/"],
    "canbo1": [
        "/can-bo/", "/can-bo/dang-ky/79/?nhom=9", "/can-bo/cong-bo/", "/can-bo/co-so/79001/",
        "/can-bo/khoa-truy-cap/", "/xu-ly/",
        "/xu-ly/trung-ho-so/", "/xu-ly/xem-lai/",
        "/tai-khoan/dang-nhap/", "/tai-khoan/mat-khau/",
        "/tai-khoan/xac-nhan/", "/tai-khoan/xac-nhan/ma/", "/tai-khoan/ma-du-phong/tao-moi/",
    ],
    "thukho79": ["/cung-ung/", "/co-so/KHO79/kho/xuat/"],
    "quydinh1": ["/can-bo/quy-dinh/", "/can-bo/quy-dinh/soan-tu-tep/"],
    "giamsat": ["/can-bo/", "/can-bo/nhat-ky/"],
    "quantri": ["/can-bo/", "/can-bo/tai-khoan/", "/can-bo/mo-hinh/", "/can-bo/kenh/",
        "/cung-ung/?noi=vn",
    ],
}  # fmt: skip
ONE_IMPORT_OF_EACH_STATUS: Final = """
SELECT DISTINCT ON (status) '/co-so/nhap-tep/' || sheet.public_id || '/'
FROM imports_doseimport sheet JOIN facilities_facility facility ON facility.id = sheet.facility_id
WHERE facility.code = '79001' ORDER BY status, sheet.id
"""
ONE_REPORT_OF_EACH_STATUS: Final = """
SELECT DISTINCT ON (status) '/xu-ly/' || public_id || '/'
FROM corrections_correctionreport ORDER BY status, id
"""
A_CONSIGNMENT_ON_ITS_WAY: Final = """
SELECT '/cung-ung/chuyen-hang/' || consignment.public_id || '/quay-lai/'
FROM supply_consignment consignment
JOIN facilities_facility sender ON sender.id = consignment.from_store_id AND sender.code = 'KHO79'
ORDER BY consignment.id LIMIT 1
"""
A_ROW_THAT_ASKS_ABOUT_ITS_DOSE: Final = """
UPDATE imports_importrow AS asking SET outcome = 'review', dose_id = NULL,
    problems = '[{"column": "Họ và tên", "code": "dose_may_be_known", "value_shown": ""}]'
FROM imports_doseimport sheet JOIN facilities_facility facility ON facility.id = sheet.facility_id
WHERE asking.id = (
    SELECT min(kept.id) FROM imports_importrow kept
    JOIN imports_doseimport of_sheet ON of_sheet.id = kept.dose_import_id
    JOIN facilities_facility here ON here.id = of_sheet.facility_id
    WHERE here.code = '79001' AND of_sheet.status = 'committed' AND kept.patient_id IS NOT NULL
) AND sheet.id = asking.dose_import_id
RETURNING '/co-so/nhap-tep/' || sheet.public_id || '/dong/' || asking.number || '/' || asking.slot
    || '/'
"""
PAGES_OF_A_DEADLINE: Final = """
SELECT '/han-nhap/' || public_id || page
FROM (SELECT public_id FROM deadlines_entrydeadline ORDER BY id LIMIT 1) deadline,
    unnest(ARRAY['/', '/co-so/', '/gia-han/79001/']) AS page
"""
PAGES_OF_RULES: Final = """
SELECT '/can-bo/quy-dinh/' || public_id || page
FROM reopening_ruleversion,
    unnest(ARRAY['/', '/sua/', '/sua-toan-van/', '/xem-thu/']) AS page
WHERE state = 'draft' OR page = '/' ORDER BY id
"""
SOMEBODY_WHO_WAS_CALLED: Final = """
SELECT '/co-so/79001/buoi-tiem/' || session.public_id || '/nguoi/' || called.public_id || page
FROM (
    SELECT * FROM campaigns_appointment WHERE state = 'called' ORDER BY id LIMIT 1
) called JOIN campaigns_vaccinationsession session ON session.id = called.session_id,
    unnest(ARRAY['/hoan/', '/khong-tiem/']) AS page
"""
SOMEBODY_WHO_SAYS_WRONG: Final = """
SELECT '/co-so/79001/buoi-tiem/' || session.public_id || '/nguoi/' || place.public_id
    || '/sua-tai-cho/'
FROM readbacks_readback readback
JOIN campaigns_vaccinationsession session ON session.id = readback.session_id
JOIN campaigns_entry entry ON entry.id = readback.entry_id
JOIN campaigns_appointment place ON place.id = entry.appointment_id
ORDER BY readback.state = 'wrong' DESC, readback.id LIMIT 1
"""
A_DOSE_OF_A_REPORT: Final = """
SELECT '/so-tiem/phan-ung/' || dose.public_id || '/'
FROM doses_dose dose JOIN corrections_correctionreport report USING (patient_id)
WHERE report.tracking_code = %s ORDER BY dose.id LIMIT 1
"""
A_QUESTION_TO_A_FACILITY: Final = """
WITH asked AS (
    INSERT INTO corrections_facilityquestion (
        public_id, report_id, facility_id, administered_on, lot_number, words, asked_by, asked_at,
        due_at, answer, actual_lot, note
    )
    SELECT gen_random_uuid(), report.id, facility.id, '2021-08-12', 'FK0112', '', 'test', now(),
        now() + interval '1 day', '', '', ''
    FROM corrections_correctionreport report, facilities_facility facility
    WHERE facility.code = '79001' AND report.status = 'submitted' AND report.patient_id IS NOT NULL
    ORDER BY report.id LIMIT 1
    ON CONFLICT DO NOTHING
)
SELECT '/co-so/79001/cau-hoi/' || page
FROM unnest(ARRAY['', 'nhom/?ngay=2021-08-12&lo=FK0112']) AS page
"""
A_SESSION_TO_FILL: Final = """
SELECT '/co-so/79001/buoi-tiem/' || session.public_id || '/moi/'
FROM campaigns_vaccinationsession session ORDER BY id LIMIT 1
"""
AN_ORGANIZATION: Final = "SELECT code FROM registrations_organization ORDER BY id LIMIT 1"
A_REGISTRATION: Final = """
SELECT '/dang-ky/tra-cuu/' || code FROM registrations_registration ORDER BY id LIMIT 1
"""
AN_OBJECTION: Final = """
SELECT '/doi-so/' || code || '/' FROM phone_changes_phonechange WHERE state = 'in_force' LIMIT 1
"""
REPLACED_AT_THE_DESK: Final = """
SELECT '/can-bo/doi-so/' || public_id || '/' FROM phone_changes_phonechange ORDER BY id LIMIT 1
"""
SOMEBODY_WHO_WAS_ANSWERED: Final = """
SELECT version.full_name, version.birth_date, version.phone, request.code
FROM data_requests_datarequest request
JOIN patients_patient patient ON patient.id = request.patient_id
JOIN patients_patientversion version ON version.id = patient.current_id
WHERE request.state = 'answered' ORDER BY request.id LIMIT 1
"""
DOSES_THAT_WAIT_FOR_A_SIGNATURE: Final = """
WITH version AS (
    SELECT version.* FROM doses_dose dose
    JOIN doses_doseversion version ON version.id = dose.current_id
    JOIN facilities_facility facility ON facility.id = version.facility_id
    WHERE facility.code = '79001' AND version.reason = 'recorded'
        AND version.origin LIKE 'import:%' AND version.status = 'completed'
    ORDER BY version.id LIMIT 1
), rule AS (  -- for what was recorded at that moment, and nothing since
    INSERT INTO certificates_confirmationrule (way, step, from_at, reason, set_by)
    SELECT 'sheet', step, recorded_at + after, 'thử', 'test' FROM version, (VALUES
        ('after_review', interval '0'), ('at_entry', interval '1 microsecond')) AS r (step, after)
    ON CONFLICT DO NOTHING
), awaited AS (
    INSERT INTO certificates_awaiteddose (dose_version_id, facility_id)
    SELECT id, facility_id FROM version ON CONFLICT DO NOTHING
)
SELECT '/co-so/79001/xac-nhan/' || page FROM version, LATERAL (VALUES (''), (
    'nhom/?ngay=' || administered_on || '&nguon=' || split_part(origin, '#', 1)
)) AS r (page)
"""
# What was made up for the page would be found by a check of the record.
THEY_WAIT_NO_LONGER: Final = """
WITH rules AS (DELETE FROM certificates_confirmationrule WHERE set_by = 'test')
DELETE FROM certificates_awaiteddose
"""
SOMEBODY_WITH_A_GUARDIAN: Final = """
SELECT '/can-bo/giam-ho/' || patient.public_id || '/'
FROM guardians_guardianship held JOIN patients_patient patient ON patient.id = held.ward_id
ORDER BY held.id LIMIT 1
"""
A_CHANNEL_OF_A_REGION: Final = """
INSERT INTO corrections_channel (
    code, kind, name_vi, name_en, text_vi, text_en, path, planned_at, opens_at
)
VALUES (
    'kenh-thu', 'region', 'Kênh của Thành phố', 'Channel of the City', '', '', 'vn',
    now() - interval '2 days', now() - interval '1 day'
)
ON CONFLICT (code) DO UPDATE SET name_en = 'Channel of the City'
RETURNING '/can-bo/kenh/' || code || '/ban-giao/?successor=quoc-gia'
"""
TWO_WHO_MAY_BE_ONE: Final = """
INSERT INTO matching_matchpair (
    one_id, other_id, probability, levels, model_version,
    is_automatic, is_sampled, found_at, origin, verdict, note, decided_by
)
SELECT min(id), max(id), 0.97, '{"name": 3, "born": 3, "phone": 1, "rarity": 4}', '2026-1',
    false, false, now(), 'test', '', '', ''
FROM patients_patient
ON CONFLICT (one_id, other_id) DO UPDATE SET origin = 'test'
RETURNING '/xu-ly/trung-ho-so/' || public_id || '/'
"""
TWO_AT_THE_DESK: Final = """
WITH people AS (
    SELECT patient_id FROM doses_dose dose
    JOIN doses_doseversion version ON version.id = dose.current_id
    JOIN facilities_facility facility ON facility.id = version.facility_id
    GROUP BY patient_id HAVING min(facility.code) = '79001' AND max(facility.code) = '79001'
    ORDER BY patient_id LIMIT 2
), pair AS (
    INSERT INTO matching_matchpair (
        one_id, other_id, probability, levels, model_version,
        is_automatic, is_sampled, found_at, origin, verdict, note, decided_by
    )
    SELECT min(patient_id), max(patient_id), 0.97, '{"name": 3, "born": 3, "phone": 1}', '2026-1',
        false, false, now(), 'test', '', '', ''
    FROM people
    ON CONFLICT (one_id, other_id) DO UPDATE SET origin = 'test', verdict = '', decided_at = NULL
    RETURNING id, public_id
), place AS (
    INSERT INTO matching_pairatfacility (facility_id, pair_id)
    SELECT facility.id, pair.id FROM pair, facilities_facility facility WHERE code = '79001'
    ON CONFLICT DO NOTHING
)
SELECT '/co-so/79001/trung/' || public_id || '/' FROM pair
"""
A_SHEET_OF_CORRECTIONS: Final = """
INSERT INTO mending_mendingsheet (
    public_id, submission_key, file_id, file_name, paths, status, problem, problem_details,
    takes_two, rows_total, counts, note, undo_note, uploaded_by_id, uploaded_at
)
SELECT gen_random_uuid(), gen_random_uuid(), (SELECT min(id) FROM foundation_storedfile),
    'sua.xlsx', jsonb_build_array(held.jurisdiction), 'ready', '', '{}', true, 2,
    '{"changes": 1, "refused": 1}', '', '', officer.id, now()
FROM accounts_user officer JOIN accounts_membership held ON held.user_id = officer.id
WHERE username = 'canbo1'
RETURNING '/xu-ly/sua-theo-tep/' || public_id || '/'
"""
SOMEBODY_WITH_REPORTS: Final = """
SELECT version.full_name, version.birth_date, version.phone, min(report.tracking_code)
FROM corrections_correctionreport report
JOIN patients_patient patient ON patient.id = report.patient_id
JOIN patients_patientversion version ON version.id = patient.current_id
JOIN doses_dose dose ON dose.patient_id = patient.id
WHERE report.status = %s AND report.reporter_phone = version.phone
GROUP BY 1, 2, 3 ORDER BY min(report.id) LIMIT 1
"""


@pytest.fixture(scope="module")
def system(country: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Its own: rows are made up for pages that the sample does not fill."""
    with copied_system(tmp_path_factory.mktemp("system"), country) as running:
        yield running


@pytest.fixture(scope="module")
def walk(system: System, browser: Browser) -> Iterator[Walk]:
    """A walk through all pages, as everybody who uses them."""
    walk, contexts = Walk(), []

    def somebody() -> BrowserContext:
        contexts.append(context_of(browser, system))
        return contexts[-1]

    walk.take(
        somebody(),
        [*PUBLIC, *_addresses(system, A_REGISTRATION), *_addresses(system, AN_OBJECTION)],
    )
    halfway = somebody()
    give_password(halfway.new_page(), "canbo2")
    walk.take(halfway, ["/dang-nhap/ma-xac-thuc/"])
    for status in ("refused", "submitted"):
        _walk_as_citizen(walk, system, somebody(), status)
    _walk_as_guardian(walk, somebody())
    _walk_as_stranger(walk, somebody())
    _walk_as_registrant(walk, somebody())
    _walk_as_announcer(walk, somebody())
    _walk_as_contact(walk, system, somebody())
    _walk_as_asker(walk, system, somebody())
    for username, starts in STAFF.items():
        context = somebody()
        sign_in(context.new_page(), username)
        more = {
            "nhaplieu": ONE_IMPORT_OF_EACH_STATUS,
            "canbo1": ONE_REPORT_OF_EACH_STATUS,
            "quydinh1": PAGES_OF_RULES,
            "thukho79": A_CONSIGNMENT_ON_ITS_WAY,
        }
        found = _addresses(system, more.get(username))
        asked = {
            "nhaplieu": A_ROW_THAT_ASKS_ABOUT_ITS_DOSE,
            "canbo1": TWO_WHO_MAY_BE_ONE,
            "quantri": A_CHANNEL_OF_A_REGION,
        }
        found += _addresses(system, asked.get(username))
        if username == "canbo1":
            found += _addresses(system, PAGES_OF_A_DEADLINE)
            found += _addresses(system, SOMEBODY_WITH_A_GUARDIAN)
            found += ["/xu-ly/sua-theo-tep/", *_addresses(system, A_SHEET_OF_CORRECTIONS)]
            told = json.loads(system.program("tests.stories.a_shared_error", "tried"))
            found += [told["error"], told["bulk"]]
        if username == "nhaplieu":
            found += ["/co-so/79001/cho-xu-ly/", *_addresses(system, TWO_AT_THE_DESK)]
            day = system.program("tests.stories.a_day_open").strip()
            found += _addresses(system, SOMEBODY_WHO_WAS_CALLED)
            found += _addresses(system, REPLACED_AT_THE_DESK)
            found += _addresses(system, A_SESSION_TO_FILL)
            found += _addresses(system, SOMEBODY_WHO_SAYS_WRONG)
            found += _addresses(system, A_QUESTION_TO_A_FACILITY)
            found += _addresses(system, DOSES_THAT_WAIT_FOR_A_SIGNATURE)
            found += [f"{day}mui/", f"{day}phieu/", f"{day}viec/", "/co-so/79001/buoi-tiem/viec/"]
        walk.take(context, starts + found)
        if username == "nhaplieu":
            _take_back_what_was_made_up(system)
            _walk_at_the_desk(walk, system, context)
        if username == "quantri":
            _walk_as_newcomer(walk, context.new_page(), somebody())
    yield walk
    for context in contexts:
        context.close()


def _walk_as_citizen(walk: Walk, system: System, context: BrowserContext, status: str) -> None:
    name, born, phone, code = _somebody(system, status)
    page = context.new_page()
    look_up(page, Phone(context.new_page(), phone), name=name, born=born, number=phone)
    starts = ["/so-tiem/ho-so/", "/so-tiem/ma-xac-thuc/"]
    report = f"/so-tiem/phan-anh/{code}/"
    starts += [report, f"{report}da-gui/", f"/so-tiem/tra-cuu/{code}"]
    if status == "refused":
        starts.append(f"{report}khieu-nai/")
        starts += _addresses(system, A_DOSE_OF_A_REPORT, code)
    walk.take(context, starts)


def _walk_as_guardian(walk: Walk, context: BrowserContext) -> None:
    """She opens her child's book, and every page says so."""
    loc, page = LOC.truth.person, context.new_page()
    phone = Phone(context.new_page(), loc.phone)
    look_up(page, phone, name=loc.full_name, born=loc.birth_date, number=loc.phone)
    walk.take(context, ["/so-tiem/gia-dinh/"])
    page.goto("/so-tiem/gia-dinh/")
    page.get_by_role("button", name="Mở hồ sơ").click()
    expect(page.locator("body")).to_contain_text("Đang mở hồ sơ của")
    walk.take(context, ["/so-tiem/ho-so/"])


def _walk_as_stranger(walk: Walk, context: BrowserContext) -> None:
    number = "0908765432"
    phone = Phone(context.new_page(), number)
    look_up(context.new_page(), phone, name="Hồ Thị Lạ", born="01/02/1990", number=number)
    walk.take(context, ["/so-tiem/chua-co-ho-so/", "/so-tiem/bao-chua-co/"])


def _walk_as_registrant(walk: Walk, context: BrowserContext) -> None:
    number = "0908765433"
    page, phone = context.new_page(), Phone(context.new_page(), number)
    before = phone.messages()
    name = "Hồ Thị Đi Dạo"
    fill_in(page, number, name=name, card=f"079190004568||{name}|12051990|Nữ|7 Đường Mẫu|01012021")
    walk.take(context, ["/dang-ky/ma-xac-thuc/"])
    give_code(page, phone, before)
    walk.take(context, ["/dang-ky/cua-toi/"])


def _walk_as_announcer(walk: Walk, context: BrowserContext) -> None:
    number = "0908765434"
    page, phone = context.new_page(), Phone(context.new_page(), number)
    before = phone.messages()
    announcing.fill_in(page)
    walk.take(context, ["/cong-bo-co-so/co-so/", "/cong-bo-co-so/dieu-kien/"])
    walk.take(context, ["/cong-bo-co-so/xem-lai/"])
    announcing.ask_for_code(page, number)
    walk.take(context, ["/cong-bo-co-so/ma-xac-thuc/"])
    code = announcing.give_code(page, phone, before)
    starts = ["", "rut/"]
    walk.take(context, [f"/cong-bo-co-so/cua-toi/{code}/{each}" for each in starts])
    walk.take(context, [f"/cong-bo-co-so/tra-cuu/{code}"])


def _walk_as_contact(walk: Walk, system: System, context: BrowserContext) -> None:
    """The contact person of the sample's company: its files, its people."""
    (code,) = _addresses(system, AN_ORGANIZATION)
    page, phone = context.new_page(), Phone(context.new_page(), CONTACT)
    before = phone.messages()
    page.goto("/dang-ky/to-chuc/vao/")
    page.get_by_label("Mã của đơn vị").fill(code)
    page.get_by_label("Số điện thoại người liên hệ").fill(CONTACT)
    page.get_by_role("button", name="Nhận mã xác thực").click()
    walk.take(context, ["/dang-ky/to-chuc/ma-xac-thuc/"])
    page.get_by_label("Mã xác thực").fill(phone.code_after(before))
    page.get_by_role("button", name="Tiếp tục").click()
    page.wait_for_url("**/TC-*/")
    walk.take(context, [f"/dang-ky/to-chuc/{code}/"])


def _walk_as_asker(walk: Walk, system: System, context: BrowserContext) -> None:
    with system.sql() as connection:
        found = connection.execute(SOMEBODY_WHO_WAS_ANSWERED).fetchone()
    assert found is not None
    name, born, phone, code = found
    born = "/".join(reversed(born.split("-")))
    look_up(
        context.new_page(), Phone(context.new_page(), phone), name=name, born=born, number=phone
    )
    request = f"/so-tiem/du-lieu-cua-toi/yeu-cau/{code}/"
    walk.take(context, [request, f"{request}khieu-nai/"])


def _walk_at_the_desk(walk: Walk, system: System, context: BrowserContext) -> None:
    """A phone is about to be replaced: the pages between the papers and the code."""
    name, cccd = "Quách Thị Đổi Số", "079185001122"
    system.program("tests.stories.a_recent_dose", "13", name, "1985-06-07", "0908765436", cccd)
    page = context.new_page()
    page.goto("/can-bo/doi-so/")
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_label("Ngày sinh").fill("07/06/1985")
    page.get_by_label("Số CCCD hoặc CMND").fill(cccd)
    page.get_by_label("Ngày tiêm trên phiếu").fill(
        f"{timezone.localdate() - timedelta(days=13):%d/%m/%Y}"
    )
    page.get_by_label("Nơi tiêm").fill("79001")
    page.get_by_role("button", name="Tìm hồ sơ").click()
    page.wait_for_url("**/so-moi/")
    walk.take(context, ["/can-bo/doi-so/so-moi/"])
    page.goto("/can-bo/doi-so/so-moi/")
    page.get_by_label("Thẻ căn cước").check()
    page.get_by_label("Không còn dùng số cũ").check()
    page.get_by_label("Số điện thoại mới").fill("0908765437")
    page.get_by_role("button", name="Gửi mã đến số mới").click()
    page.wait_for_url("**/doi-so/ma/")
    walk.take(context, ["/can-bo/doi-so/ma/"])


def _walk_as_newcomer(walk: Walk, administrator: Page, context: BrowserContext) -> None:
    """A new member of staff sets up her own sign-in; then she is asked for a code."""
    administrator.goto("/can-bo/tai-khoan/them/")
    administrator.get_by_label("Họ và tên").fill("Bùi Thị Mới")
    administrator.get_by_label("Tên đăng nhập").fill("bui.moi")
    administrator.get_by_label("Đơn vị", exact=True).fill("Cục Phòng bệnh")
    administrator.locator("input[name=role][value=auditor]").check()
    administrator.get_by_label("Cả nước").check()
    administrator.get_by_role("button", name="Thêm cán bộ").click()
    start = administrator.locator("main .st-code").first.inner_text().strip()
    page = context.new_page()
    give_password(page, "bui.moi", start)
    page.wait_for_url("**/tai-khoan/mat-khau/**")
    page.get_by_label("Mật khẩu đang dùng").fill(start)
    page.get_by_label("Mật khẩu mới", exact=True).fill("mua xuan den roi")
    page.get_by_label("Nhập lại mật khẩu mới").fill("mua xuan den roi")
    page.locator("main form button").click()
    page.wait_for_url("**/tai-khoan/xac-thuc-hai-lop/**")
    walk.take(context, ["/tai-khoan/xac-thuc-hai-lop/"])


def _addresses(system: System, question: str | None, *values: str) -> list[str]:
    if question is None:
        return []
    with system.sql() as connection:
        found = connection.execute(question, values or None)
        return [address for (address,) in found]


def _take_back_what_was_made_up(system: System) -> None:
    with system.sql() as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(THEY_WAIT_NO_LONGER)


def _somebody(system: System, status: str) -> tuple[str, str, str, str]:
    with system.sql() as connection:
        found = connection.execute(SOMEBODY_WITH_REPORTS, [status]).fetchone()
    assert found is not None, "the sample country is too small"
    name, born, phone, code = found
    return name, "/".join(reversed(born.split("-"))), phone, code


def test_every_page_opens(walk: Walk) -> None:
    assert walk.failures == []


def test_no_page_is_left_out(walk: Walk) -> None:
    assert set(all_routes()) - walk.routes - NOT_PAGES == set()


def test_every_page_meets_wcag_2_2_aa(walk: Walk) -> None:
    assert walk.axe == []


def test_no_page_moves_sideways_on_a_small_phone(walk: Walk) -> None:
    assert walk.sideways == []


def test_the_english_pages_speak_english(walk: Walk) -> None:
    assert walk.english == []


def test_the_keyboard_reaches_everything(walk: Walk) -> None:
    assert walk.keyboard == []


def test_a_citizen_looks_herself_up_and_reports_without_scripts(
    system: System, open_window: Open
) -> None:
    name, born, number, _ = _somebody(system, "refused")
    page = open_window(width=360, java_script_enabled=False)
    phone = Phone(open_window(), number)
    look_up(page, phone, name=name, born=born, number=number)
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    page.get_by_role("link", name="Tôi không tiêm mũi này").first.click()
    page.get_by_label("Ảnh phiếu tiêm").set_input_files(
        {"name": "phieu.jpg", "mimeType": "image/jpeg", "buffer": people.slip(people.TRUE_DAY)}
    )
    page.get_by_label("Bạn muốn nói thêm điều gì?").fill("Hôm đó tôi ở xa.")
    page.get_by_role("button", name="Gửi phản ánh").click()
    send_anyway(page)
    expect(page.locator("main")).to_contain_text(re.compile(r"PA-\w{4}-\w{4}"))
    _withdraw(page)


def _withdraw(page: Page) -> None:
    page.get_by_role("link", name="Xem tình trạng phản ánh").click()
    page.get_by_role("button", name="Rút phản ánh").click()
    expect(page.locator("main")).to_contain_text("Bạn đã rút phản ánh")
