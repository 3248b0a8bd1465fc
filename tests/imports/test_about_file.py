"""What a file leaves open is asked once, and nothing goes in on a guess."""

from typing import Any

import pytest

from sotiem.accounts.facts import Staff
from sotiem.doses.models import Dose
from sotiem.foundation.models import AuditEntry
from sotiem.imports.models import DoseImport, ImportRow, RememberedAnswers
from sotiem.imports.operations import (
    AnswerIsUnknown,
    ColumnIsPointedAtTwice,
    NotWaitingForThis,
    answer_about_file,
    cancel_import,
    check_import,
    commit_import,
)
from sotiem.imports.operations.cancel import PartlyRecorded
from tests.factories import imports, reference

pytestmark = pytest.mark.django_db
WOMEN = ("079187001234", "079187001235", "079187001236")
MEN = ("079087001234", "079087001235", "079087001236")
GIVEN = ("An", "Bình", "Chi", "Dung", "Giang", "Hoa")


@pytest.fixture
def clerk() -> Staff:
    return imports.clerk()


def rows(*changes: dict[str, str]) -> list[dict[str, str]]:
    """Different people, each with some cells changed."""
    return [
        imports.row(
            **{
                "name": f"Nguyễn Khánh {GIVEN[place]}",
                "number": "",
                "phone": f"090123456{place}",
                "born": f"{place + 13}/04/1987",
                "day": f"{place + 13}/09/2021",
                **each,
            }
        )
        for place, each in enumerate(changes)
    ]


def sent(clerk: Staff, *changes: dict[str, str]) -> DoseImport:
    return imports.checked(imports.sheet(*rows(*changes)), by=clerk)


def asked(of: DoseImport) -> dict[str, dict[str, Any]]:
    return {one["key"]: one for one in of.questions if one["is_open"]}


def answered(of: DoseImport, clerk: Staff, **answers: str) -> DoseImport:
    said = {key.replace("__", "."): answer for key, answer in answers.items()}
    answer_about_file(import_id=of.pk, answers=said, by=clerk, at=imports.AT)
    return check_import(import_id=of.pk, at=imports.AT)


def kept(key: str, of: str = "person") -> list[str]:
    return [row.facts[of][key] for row in ImportRow.objects.order_by("number")]


def test_a_file_that_can_be_read_in_one_way_asks_nothing(clerk: Staff) -> None:
    done = sent(clerk, {}, {})
    assert (done.status, asked(done), RememberedAnswers.objects.count()) == ("ready", {}, 0)


def test_days_that_say_both_orders_are_asked_about(clerk: Staff) -> None:
    days = ("13/08/2021", "08/14/2021", "03/09/2021")
    done = sent(clerk, *({"day": day} for day in days))
    assert done.status == "asking"
    (question,) = asked(done).values()
    assert (question["key"], question["proposed"]) == ("days.day.1", "")
    ambiguous = next(one for one in question["examples"] if one["cell"] == "03/09/2021")
    assert ambiguous["reads"] == {"day_first": "2021-09-03", "month_first": "2021-03-09"}
    assert not ImportRow.objects.exists()


def test_one_day_that_exists_only_month_first_beside_days_that_read_both_ways_is_asked_about(
    clerk: Staff,
) -> None:
    done = sent(clerk, {"born": "04/30/1987"}, {"born": "03/04/1987"})
    assert [(key, one["proposed"]) for key, one in asked(done).items()] == [("days.birth_date", "")]


def test_the_answer_reads_the_whole_column_and_is_told_nowhere_again(clerk: Staff) -> None:
    waiting = sent(clerk, {"born": "04/30/1987"}, {"born": "03/04/1987"})
    done = answered(waiting, clerk, days__birth_date="month_first")
    assert done.status == "ready"
    assert kept("birth_date") == ["1987-04-30", "1987-03-04"]
    assert [row.problems for row in ImportRow.objects.all()] == [[], []]
    actions = AuditEntry.objects.filter(action__startswith="import.").order_by("id")
    assert [each.action for each in actions] == [
        *("import.uploaded", "import.asked", "import.answered_about_file", "import.checked")
    ]


def test_a_month_first_column_without_anything_against_it_is_read_so(clerk: Staff) -> None:
    days = ("09/13/2021", "09/14/2021", "09/15/2021", "09/02/2021")
    done = sent(clerk, *({"day": day} for day in days))
    assert (done.status, kept("administered_on", "dose")[3]) == ("ready", "2021-09-02")


def test_only_ones_are_not_taken_for_women(clerk: Staff) -> None:
    done = sent(clerk, {"sex": "1"}, {"sex": "1"})
    assert done.status == "asking"
    (question,) = asked(done).values()
    assert (question["key"], question["proposed"]) == ("sex", "")
    assert {"0_male_1_female", "1_male_2_female"} <= set(question["choices"])
    answered(done, clerk, sex="1_male_2_female")
    assert kept("sex") == ["male", "male"]


@pytest.mark.parametrize(
    ("codes", "numbers", "sexes"),
    [
        (("1", "1", "1"), MEN, "male"),
        (("1", "1", "1"), WOMEN, "female"),
        (("2", "2", "2"), WOMEN, "female"),
        (("0", "0", "0"), WOMEN, "female"),
        (("2", "2", "2"), MEN, "male"),
    ],
)
def test_personal_numbers_confirm_any_coding(
    codes: tuple[str, ...], numbers: tuple[str, ...], sexes: str, clerk: Staff
) -> None:
    told = ({"sex": code, "number": n} for code, n in zip(codes, numbers, strict=True))
    done = sent(clerk, *told)
    assert (done.status, kept("sex")) == ("ready", [sexes] * 3)


def test_numbers_that_contradict_each_other_confirm_nothing(clerk: Staff) -> None:
    mixed = (WOMEN[0], MEN[1], WOMEN[2], MEN[0])
    done = sent(clerk, *({"sex": "1", "number": number} for number in mixed))
    assert (done.status, list(asked(done))) == ("asking", ["sex"])


@pytest.mark.parametrize(
    ("written", "font"),
    [("NguyÔn ThÞ B¶o Léc", "tcvn3"), ("Nguyeãn Thò Baûo Loäc", "vni")],
)
def test_an_old_font_is_asked_about_once_for_the_file(
    written: str, font: str, clerk: Staff
) -> None:
    done = sent(clerk, {"name": written}, {})
    (question,) = asked(done).values()
    assert (question["key"], question["proposed"]) == ("font", font)
    assert question["examples"][0]["reads"][font] == "Nguyễn Thị Bảo Lộc"
    answered(done, clerk, font=font)
    assert kept("full_name") == ["Nguyễn Thị Bảo Lộc", "Nguyễn Khánh Bình"]


def test_a_column_that_was_not_found_may_be_pointed_at(clerk: Staff) -> None:
    headers = [h if h != "Số điện thoại*" else "Liên hệ" for h in imports.HEADERS]
    changed = [
        {("Liên hệ" if h == "Số điện thoại*" else h): text for h, text in each.items()}
        for each in rows({}, {})
    ]
    done = imports.checked(imports.sheet(*changed, headers=headers), by=clerk)
    assert done.status == "asking"
    (question,) = asked(done).values()
    assert (question["column"], question["proposed"]) == ("Liên hệ", "phone")
    ready = answered(done, clerk, **{question["key"].replace(".", "__"): "phone"})
    assert (ready.status, kept("phone")) == ("ready", ["0901234560", "0901234561"])


def test_the_next_file_with_the_same_headers_is_read_so_without_asking(clerk: Staff) -> None:
    first = sent(clerk, {"sex": "1"}, {"sex": "1"})
    answered(first, clerk, sex="1_male_2_female")
    cancel_import(import_id=first.pk, by=clerk, at=imports.AT)
    ImportRow.objects.all().delete()
    second = sent(clerk, {}, {}, {"sex": "1"})
    assert (second.status, kept("sex")[2]) == ("ready", "male")
    (told,) = (one for one in second.questions if one["key"] == "sex")
    assert (told["answer"], told["settled_by"]) == ("1_male_2_female", "last_time")


def test_what_speaks_against_the_remembered_answer_asks_again(clerk: Staff) -> None:
    answered(sent(clerk, {"sex": "1"}, {"sex": "1"}), clerk, sex="1_male_2_female")
    second = sent(clerk, *({"sex": "1", "number": number} for number in WOMEN))
    assert (second.status, list(asked(second))) == ("asking", ["sex"])


def test_another_facility_remembers_nothing_of_it(clerk: Staff) -> None:
    answered(sent(clerk, {"sex": "1"}, {"sex": "1"}), clerk, sex="1_male_2_female")
    RememberedAnswers.objects.update(facility=reference.facility("79102", "Trạm Y tế Bình An"))
    assert sent(clerk, {"sex": "1"}).status == "asking"


def test_an_answer_may_be_changed_while_nothing_is_recorded(clerk: Staff) -> None:
    ready = answered(sent(clerk, {"sex": "1"}), clerk, sex="1_male_2_female")
    again = answered(ready, clerk, sex="0_male_1_female")
    assert (again.status, kept("sex")) == ("ready", ["female"])
    commit_import(import_id=again.pk, by=clerk, at=imports.AT)
    with pytest.raises((NotWaitingForThis, PartlyRecorded)):
        answer_about_file(
            import_id=again.pk, answers={"sex": "1_male_2_female"}, by=clerk, at=imports.AT
        )
    assert Dose.objects.count() == 1


@pytest.mark.parametrize("answers", [{"sex": "three"}, {"font": "vni"}])
def test_an_answer_that_was_not_offered_is_refused(answers: dict[str, str], clerk: Staff) -> None:
    waiting = sent(clerk, {"sex": "1"})
    with pytest.raises(AnswerIsUnknown):
        answer_about_file(import_id=waiting.pk, answers=answers, by=clerk, at=imports.AT)


def test_two_columns_cannot_be_the_same(clerk: Staff) -> None:
    headers = ["Cột A" if h == "Số điện thoại*" else h for h in imports.HEADERS]
    headers = ["Cột B" if h == "Địa chỉ" else h for h in headers]
    row = imports.row()
    row = {**row, "Cột A": row["Số điện thoại*"], "Cột B": "12"}
    done = imports.checked(imports.sheet(row, headers=headers), by=clerk)
    both = dict.fromkeys(asked(done), "phone")
    assert len(both) == 2
    with pytest.raises(ColumnIsPointedAtTwice):
        answer_about_file(import_id=done.pk, answers=both, by=clerk, at=imports.AT)


def test_a_second_list_of_the_file_has_its_own_questions(clerk: Staff) -> None:
    def listed(*changes: dict[str, str]) -> str:
        return imports.sheet_xml(
            [
                list(imports.HEADERS),
                *([each.get(h, "") for h in imports.HEADERS] for each in rows(*changes)),
            ]
        )

    content = imports.workbook(listed({}), listed({}, {"sex": "1"}))
    done = imports.checked(content, by=clerk)
    (question,) = asked(done).values()
    assert question["key"] == "2:sex"
    answer_about_file(
        import_id=done.pk, answers={"2:sex": "1_male_2_female"}, by=clerk, at=imports.AT
    )
    assert check_import(import_id=done.pk, at=imports.AT).status == "ready"
    assert kept("sex") == ["female", "female", "male"]
