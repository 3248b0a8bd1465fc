"""Every code that we draw is read by a program that did not draw it."""

from io import BytesIO

import pypdfium2
import pytest
import typst
from PIL import Image

from certificate_format import Algorithm, qr
from certificate_format.health_card_codes import to_qr_texts
from sotiem.portals.certificate_paper import paper
from tests.certificate_format.building import PAYLOAD, Country, make_country
from tests.certificate_format.test_health_cards import signed
from tests.independent.asking import Others


@pytest.fixture
def text(country: Country) -> str:
    return country.issue(PAYLOAD)


@pytest.fixture
def certified(text: str) -> paper.Certified:
    entry = PAYLOAD.vaccination
    return paper.Certified(
        code=entry.uci,
        lines=(("Họ và tên", "Full name", "Nguyễn Thị Đào"),) * 11,
        name="Nguyễn Thị Đào",
        born="09/07/1984",
        dose="Mũi 1 trên 2, tiêm ngày 14/02/2026",
        dose_en="Dose 1 of 2, given on 14/02/2026",
        window="Cấp ngày 01/03/2026, dùng đến 01/03/2027",
        window_en="Issued on 01/03/2026, valid until 01/03/2027",
        text=text,
        address="sotiem.example/kiem-tra/",
        printed_at="08:30 01/03/2026",
    )


def test_the_picture_of_a_code(elsewhere: Others, text: str) -> None:
    assert elsewhere.read(qr.png(text)) == text


@pytest.mark.parametrize("width", ["35mm", "80mm"])
def test_the_drawing_of_a_code(elsewhere: Others, text: str, width: str) -> None:
    page = (
        "#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), width: "
    )
    drawn = typst.compile(
        f"{page}{width})".encode(), format="png", ppi=300.0, sys_inputs={"svg": qr.svg(text)}
    )
    assert isinstance(drawn, bytes)
    assert elsewhere.read(drawn) == text


@pytest.mark.parametrize("dots_per_inch", [150, 300])
def test_the_page_to_print(
    elsewhere: Others, certified: paper.Certified, dots_per_inch: int
) -> None:
    page = pypdfium2.PdfDocument(paper.as_pdf(certified))[0]
    picture = page.render(scale=dots_per_inch / 72).to_pil()
    assert elsewhere.read(picture) == certified.text


def test_the_picture_for_the_phone(elsewhere: Others, certified: paper.Certified) -> None:
    assert elsewhere.read(paper.as_png(certified)) == certified.text


def test_a_picture_as_messengers_send_it(elsewhere: Others, certified: paper.Certified) -> None:
    sent = BytesIO()
    Image.open(BytesIO(paper.as_png(certified))).convert("RGB").save(sent, "JPEG", quality=60)
    assert elsewhere.read(sent.getvalue()) == certified.text


def test_a_smart_health_card(elsewhere: Others) -> None:
    (text,) = to_qr_texts(signed(make_country(Algorithm.ES256)))
    assert text.startswith("shc:/")
    assert elsewhere.read(qr.png(text)) == text
