"""What is drawn says what it was given, in our own typeface, and nobody else's."""

import io
from collections.abc import Sequence

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from sotiem.portals.session.paper.facts import (
    Call,
    Label,
    LotOfReport,
    Report,
    Slip,
    SlipLine,
    Turnout,
)
from sotiem.portals.session.paper.typeset import (
    LabelPaper,
    calls_pdf,
    labels_pdf,
    qr_of,
    report_pdf,
    slips_pdf,
)

# Every letter with two marks that a Vietnamese name may hold.
NAME = "Nguyễn Thị Bảo Lộc Ẳ Ễ Ộ Ữ Ỹ Đặng Hoàng Phượng Quỳnh"
LINES = (
    SlipLine(dose="Cơ bản 1", vaccine="AstraZeneca", lot="FK0112", day="12/08/2021", place="TYT"),
    *(SlipLine(dose=f"Nhắc lại {number}") for number in (1, 2, 3)),
)


def slip(number: str = "79101-7F3A9C21") -> Slip:
    return Slip(
        number=number,
        code=f"SOTIEM:PHIEU:{number}:6f1c1f7e",
        facility="Trạm Y tế Bình Minh",
        facility_address="12 Đường Mẫu, Xã Bình Chánh",
        full_name=NAME,
        birth_date="03/04/1987",
        sex="Nữ",
        identity="079187001234",
        phone="0901234567",
        address="45 đường Thử Nghiệm",
        lines=LINES,
        printed_on="12/08/2021",
    )


def pages(made: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made)).pages]


def typefaces(made: bytes) -> set[str]:
    """The names of the faces that a PDF uses, without the mark of a part."""
    return {
        str(font.get_object()["/BaseFont"]).rpartition("+")[2]
        for page in PdfReader(io.BytesIO(made)).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }


def test_a_slip_says_what_it_was_given() -> None:
    (text,) = pages(slips_pdf([slip()]))
    for said in (NAME, "Nữ", "079187001234", "0901234567", "FK0112", "12/08/2021", "Nhắc lại 3"):
        assert said in text
    assert "PHIẾU XÁC NHẬN TIÊM VẮC XIN" in text and "79101-7F3A9C21" in text


def test_each_person_has_a_page() -> None:
    told = pages(slips_pdf([slip("A-1"), slip("A-2"), slip("A-3")]))
    assert ["A-1" in told[0], "A-2" in told[1], "A-3" in told[2], len(told)] == [True] * 3 + [3]


@pytest.mark.parametrize(
    "made",
    [
        slips_pdf([slip()]),
        labels_pdf(
            [Label(full_name=NAME, birth_date="1987", place="1", code="x", facility="TYT")],
            paper=LabelPaper.ROLL_46,
        ),
        calls_pdf(
            "Gọi", [Call(place="1", full_name=NAME, birth_date="1987", phone="09", slot="08:00")]
        ),
        report_pdf(Report(title="Báo cáo", facility="TYT", days="12/08/2021")),
    ],
    ids=["slips", "labels", "calls", "report"],
)
def test_only_our_own_typeface_is_used(made: bytes) -> None:
    assert typefaces(made) <= {"BeVietnamPro-Regular", "BeVietnamPro-Bold"}


def test_a_text_is_no_program() -> None:
    (text,) = pages(
        calls_pdf('#"Gọi"', [Call(place="1", full_name="*[#x]$", birth_date="", phone="", slot="")])
    )
    assert '#"Gọi"' in text and "*[#x]$" in text


@pytest.mark.parametrize(
    ("paper", "size", "count"),
    [
        (LabelPaper.ROLL_46, (46, 34), 20),
        (LabelPaper.ROLL_92, (92, 34), 20),
        (LabelPaper.SHEET_46, (210, 297), 1),
        (LabelPaper.SHEET_92, (210, 297), 2),
    ],
)
def test_labels_fit_their_paper(paper: LabelPaper, size: Sequence[int], count: int) -> None:
    labels = [
        Label(full_name=NAME, birth_date="1987", place=f"STT {n}", code=f"c{n}", facility="TYT")
        for n in range(20)
    ]
    read = PdfReader(io.BytesIO(labels_pdf(labels, paper=paper)))
    box = read.pages[0].mediabox
    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == size
    assert len(read.pages) == count
    assert all(f"STT {n}" in " ".join(p.extract_text() for p in read.pages) for n in range(20))


def test_a_report_has_its_figures() -> None:
    report = Report(
        title="Báo cáo ngày",
        facility="Trạm Y tế Bình Minh",
        days="12/08/2021",
        vaccinated=113,
        turnout=Turnout(called=130, postponed=[("Sốt", 4), ("Huyết áp cao", 3)], refused=2),
        lots=[LotOfReport(vaccine="AstraZeneca", lot="FK0112", recorded=113, drawn=120, wasted=7)],
    )
    (text,) = pages(report_pdf(report))
    for said in ("130", "113", "Số người hoãn tiêm 7", "Huyết áp cao 3", "FK0112 120 0 7 113"):
        assert said in text


def test_what_nobody_counted_is_not_nought() -> None:
    (text,) = pages(report_pdf(Report(title="Báo cáo", facility="TYT", days="")))
    assert "Số người được mời –" in text and "Số người hoãn tiêm –" in text


def test_the_code_can_be_scanned() -> None:
    code = zxingcpp.create_barcode("SOTIEM:1", zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    assert code.to_svg() == qr_of("SOTIEM:1")
    picture = Image.fromarray(code.to_image(scale=4, add_quiet_zones=True))
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == ["SOTIEM:1"]
