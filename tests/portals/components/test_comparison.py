from sotiem.portals.components.comparison import compare
from tests.portals.components.conftest import Draw

TABLE = '<c-compare id="d" caption="So sánh" :comparison="comparison" />'


def test_only_the_words_that_differ_are_marked(draw: Draw) -> None:
    rows = [("Họ và tên", ["Trần Bửu Lộc", "Trần Bảo Lộc"]), ("Vắc xin", ["Hexaxim", "Hexaxim"])]
    html = draw(TABLE, comparison=compare(["Đang ghi", "Khai báo"], rows))
    assert "Trần <mark>Bảo</mark> Lộc" in html
    assert html.count("<mark>") == 1
    assert html.count("(có chỗ khác)") == 1


def test_a_source_that_does_not_know_contradicts_nobody(draw: Draw) -> None:
    comparison = compare(["Đang ghi", "Khai báo"], [("Số lô", ["AB12", None])])
    assert not comparison.rows[0].differs
    assert "<mark>" not in draw(TABLE, comparison=comparison)


def test_what_a_source_says_is_never_markup(draw: Draw) -> None:
    rows = [("Số lô", ["<i>a</i> một", "<i>a</i> <i>hai</i>"])]
    html = draw(TABLE, comparison=compare(["<i>", "Khai báo"], rows))
    assert "<i>" not in html
