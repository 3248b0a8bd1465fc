"""`sotiem import doses`: a facility's sheet, taken in without a browser."""

import csv
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from sotiem.accounts.facts import Role
from sotiem.accounts.models import User
from sotiem.accounts.queries import staff_of
from sotiem.doses.models import Dose
from sotiem.foundation.models import AuditEntry
from sotiem.imports.models import DoseImport
from sotiem.imports.operations import cancel_import, check_import
from sotiem.imports.states import RowOutcome
from sotiem.runtime import sheets
from tests.factories import accounts, doses, imports, patients, reference
from tests.runtime.commands import Command

pytestmark = pytest.mark.usefixtures("committed_db")

SHEET = imports.sheet(
    imports.row(),
    imports.row(name="Lê Văn Mẫu", phone="0912345678", number="", lot="KHONGCO"),
    imports.row(name="Trần Thị Thử", phone="0923456789", number=""),
)
NEW = "2  will be recorded"
RECORDED = "2  recorded"
KNOWN = "2  on record already"
REFUSED = "1  refused, the facility must mend them"


@pytest.fixture
def clerk() -> User:
    reference.lot()
    return accounts.user((Role.CLERK, reference.facility().path))


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "danh-sach.xlsx"
    path.write_bytes(SHEET)
    return path


def arguments(sheet: Path, clerk: User, *more: str | Path) -> list[str | Path]:
    return ["import", "doses", sheet, "--facility", "79101", "--by", clerk.username, *more]


def statuses() -> list[str]:
    return list(DoseImport.objects.order_by("pk").values_list("status", flat=True))


def test_a_sheet_is_checked_and_left_waiting(sotiem: Command, sheet: Path, clerk: User) -> None:
    told = sotiem(*arguments(sheet, clerk))
    assert told.exit_code == 0
    assert told.output.startswith("danh-sach.xlsx: 3 rows\n")
    assert NEW in told.output
    assert REFUSED in told.output
    assert "Nothing is recorded yet" in told.output
    assert (statuses(), Dose.objects.count()) == (["ready"], 0)


def test_what_waits_is_recorded_when_the_clerk_says_so(
    sotiem: Command, sheet: Path, clerk: User
) -> None:
    sotiem(*arguments(sheet, clerk, "--dry-run"))
    told = sotiem(*arguments(sheet, clerk, "--commit"))
    assert told.exit_code == 0
    assert RECORDED in told.output
    assert REFUSED in told.output
    assert "Nothing is recorded" not in told.output
    assert (statuses(), Dose.objects.count()) == (["committed"], 2)


def test_a_sheet_given_twice_is_recorded_once(sotiem: Command, sheet: Path, clerk: User) -> None:
    sotiem(*arguments(sheet, clerk, "--commit"))
    refused = sotiem(*arguments(sheet, clerk, "--commit"))
    assert refused.exit_code == 1
    assert f"sent by {clerk.username}" in refused.stderr.replace("\n", " ")
    told = sotiem(*arguments(sheet, clerk, "--commit", "--again"))
    assert told.exit_code == 0
    assert KNOWN in told.output
    assert "The same rows came in danh-sach.xlsx" in told.output
    assert Dose.objects.count() == 2


def test_asking_again_checks_anew_and_leaves_one_sheet_waiting(
    sotiem: Command, sheet: Path, clerk: User
) -> None:
    assert REFUSED in sotiem(*arguments(sheet, clerk)).output
    reference.lot("KHONGCO")
    told = sotiem(*arguments(sheet, clerk))
    assert "3  will be recorded" in told.output
    assert statuses() == ["cancelled", "ready"]


def test_a_check_that_was_broken_off_is_gone_on_with(
    sotiem: Command, sheet: Path, clerk: User
) -> None:
    imports.uploaded(SHEET, by=staff_of(clerk, at=imports.AT))
    assert NEW in sotiem(*arguments(sheet, clerk)).output
    assert statuses() == ["ready"]


def test_what_the_clerk_laid_aside_stays_so(sotiem: Command, sheet: Path, clerk: User) -> None:
    sotiem(*arguments(sheet, clerk))
    laid_aside = DoseImport.objects.get()
    cancel_import(import_id=laid_aside.pk, by=staff_of(clerk, at=imports.AT), at=imports.AT)
    sotiem(*arguments(sheet, clerk, "--commit"))
    assert statuses() == ["cancelled", "committed"]


def test_a_check_that_falls_behind_the_workers_is_made_again(
    sotiem: Command, sheet: Path, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one that fell behind returns the import as it was: still being checked."""
    calls = []

    def fall_behind_once(**given: object) -> DoseImport:
        calls.append(given)
        if len(calls) == 1:
            return DoseImport.objects.get()
        return check_import(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(sheets, "check_import", fall_behind_once)
    told = sotiem(*arguments(sheet, clerk, "--commit"))
    assert (told.exit_code, len(calls)) == (0, 2)
    assert RECORDED in told.output


def test_the_clerk_answers_for_what_the_command_does(
    sotiem: Command, sheet: Path, clerk: User
) -> None:
    sotiem(*arguments(sheet, clerk, "--commit"))
    entries = AuditEntry.objects.filter(action__in=["import.uploaded", "import.committed"])
    assert {(entry.actor_kind, entry.actor_key) for entry in entries} == {
        ("staff", str(clerk.public_id))
    }
    assert len(entries) == 2


def test_a_clerk_of_elsewhere_is_refused_before_anything_is_kept(
    sotiem: Command, sheet: Path
) -> None:
    reference.lot()
    stranger = accounts.user((Role.CLERK, "vn/2025:01"))
    told = sotiem(*arguments(sheet, stranger, "--commit"))
    assert told.exit_code == 1
    assert told.stderr.startswith("Error: ")
    assert told.stderr.count("\n") == 1
    assert not DoseImport.objects.exists()


def test_a_role_withdrawn_since_shows_nothing_of_the_sheet(
    sotiem: Command, sheet: Path, clerk: User, tmp_path: Path
) -> None:
    imports.uploaded(SHEET, by=staff_of(clerk, at=imports.AT))
    clerk.memberships.update(valid_to=imports.AT)
    told = sotiem(*arguments(sheet, clerk, "--result", tmp_path / "out.xlsx"))
    assert told.exit_code == 1
    assert "recorded" not in told.output
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"Ho ten;Ngay sinh", imports.sheet(headers=("Một", "Hai")), imports.sheet()],
    ids=["empty", "csv", "no header", "no rows"],
)
def test_a_file_that_cannot_be_taken_is_refused_in_one_line(
    sotiem: Command, clerk: User, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "bad.xlsx").write_bytes(content)
    for how in ("--dry-run", "--commit"):
        told = sotiem(*arguments(tmp_path / "bad.xlsx", clerk, how))
        assert (told.exit_code, told.stdout) == (1, "")
        assert told.stderr.startswith("Error: ")
        assert told.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("facility", "username", "sentence"),
    [
        ("00000", None, "There is no facility with the code 00000."),
        ("79101", "nobody", "There is no user nobody."),
    ],
)
def test_who_and_where_must_be_known(
    sotiem: Command, sheet: Path, clerk: User, facility: str, username: str | None, sentence: str
) -> None:
    by = username or clerk.username
    told = sotiem("import", "doses", sheet, "--facility", facility, "--by", by)
    assert (told.exit_code, told.stderr) == (1, f"Error: {sentence}\n")


def test_the_result_says_what_became_of_each_row(
    sotiem: Command, sheet: Path, clerk: User, tmp_path: Path
) -> None:
    told = sotiem(*arguments(sheet, clerk, "--commit", "--result", tmp_path / "ket-qua.xlsx"))
    assert f"The fate of each row is told in {tmp_path / 'ket-qua.xlsx'}." in told.output
    rows = CalamineWorkbook.from_path(str(tmp_path / "ket-qua.xlsx")).get_sheet_by_index(0)
    results = [row[-1] for row in rows.to_python()]
    assert results[1] == "Đã ghi."
    assert str(results[2]).startswith("Không nhận được. [Số lô mũi 1*]")
    assert results[3] == "Đã ghi."


def test_a_person_to_look_at_is_counted_apart(sotiem: Command, clerk: User, tmp_path: Path) -> None:
    known = patients.patient()
    doses.dose(known)
    twin = imports.row(name="Nguyễn Thị Bảo Lan", born="03/04/1987", number="")
    (tmp_path / "one.xlsx").write_bytes(imports.sheet(twin))
    told = sotiem(*arguments(tmp_path / "one.xlsx", clerk, "--commit"))
    assert told.output.startswith("one.xlsx: 1 row\n")
    assert "1  not recorded, a person must look" in told.output
    assert Dose.objects.count() == 1


@pytest.mark.parametrize("outcome", list(RowOutcome))
def test_every_fate_of_a_dose_is_told_in_words(
    outcome: RowOutcome, capsys: pytest.CaptureFixture[str]
) -> None:
    told = DoseImport(file_name="mot.xlsx", rows_total=1, counts={str(outcome): 1})
    sheets._tell(told, None)
    _, line = capsys.readouterr().out.splitlines()[:2]
    assert line.split(maxsplit=1)[0] == "1"


@pytest.mark.parametrize(
    "wrong",
    [
        ["no-such-file.xlsx", "--facility", "79101", "--by", "x"],
        ["{sheet}", "--by", "x"],
        ["{sheet}", "--facility", "79101"],
        ["{sheet}", "--facility", "79101", "--by", "x", "--result", "{sheet}"],
        ["{sheet}", "--facility", "79101", "--by", "x", "--result", "/no/such/folder/out.xlsx"],
    ],
)
def test_a_mistake_in_the_command_ends_with_two(
    sotiem: Command, sheet: Path, wrong: list[str]
) -> None:
    told = sotiem("import", "doses", *(each.format(sheet=sheet) for each in wrong))
    assert told.exit_code == 2
    assert sheet.read_bytes() == SHEET


def test_the_result_comes_line_by_line_as_csv(
    sotiem: Command, sheet: Path, clerk: User, tmp_path: Path
) -> None:
    out = tmp_path / "ket-qua.csv"
    sotiem(*arguments(sheet, clerk, "--commit", "--result", out))
    _, *lines = csv.reader(out.read_text("utf-8-sig").splitlines())
    assert [line[:4] for line in lines] == [
        ["2", "1", "recorded", ""],
        ["3", "1", "refused", "lot_unknown"],
        ["4", "1", "recorded", ""],
    ]


def several(folder: Path, clerk: User, *more: str | Path) -> list[str | Path]:
    """Three files, of which the second cannot be read."""
    names = ("mot.xlsx", "hai.xlsx", "ba.xlsx")
    people = ("Lê Văn Mẫu", "", "Trần Thị Thử")
    for number, (name, person) in enumerate(zip(names, people, strict=True)):
        row = imports.row(name=person, phone=f"091234567{number}", number="")
        (folder / name).write_bytes(imports.sheet(row) if person else b"PK")
    files = [folder / name for name in names]
    return ["import", "doses", *files, "--facility", "79101", "--by", clerk.username, *more]


def test_one_file_refused_does_not_hold_up_the_others(
    sotiem: Command, clerk: User, tmp_path: Path
) -> None:
    told = sotiem(*several(tmp_path, clerk, "--commit", "--result", tmp_path))
    assert told.exit_code == 1
    assert "1 of 3 files were refused." in told.stderr
    assert f"{tmp_path / 'hai.xlsx'}: " in told.output.replace("\n", " ")
    assert (statuses(), Dose.objects.count()) == (["committed", "committed"], 2)
    assert (tmp_path / "mot.xlsx.csv").exists()
    assert not (tmp_path / "hai.xlsx.csv").exists()


def test_started_again_only_what_is_missing_is_done(
    sotiem: Command, clerk: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a power cut between two files, and in the middle of a third."""
    command = several(tmp_path, clerk, "--commit")
    sotiem("import", "doses", command[2], *command[5:])
    imports.uploaded((tmp_path / "ba.xlsx").read_bytes(), by=staff_of(clerk, at=imports.AT))
    told = sotiem(*command)
    assert "mot.xlsx: recorded before" in told.output
    assert "danh-sach.xlsx: 1 row" in told.output  # as the clerk had uploaded it
    assert (statuses(), Dose.objects.count()) == (["committed", "committed"], 2)


def test_the_results_of_several_files_go_into_a_folder(
    sotiem: Command, clerk: User, tmp_path: Path
) -> None:
    told = sotiem(*several(tmp_path, clerk, "--result", tmp_path / "khong-co"))
    assert told.exit_code == 2
    assert not DoseImport.objects.exists()


def test_what_a_file_leaves_open_is_named_and_said_with_the_next_call(
    sotiem: Command, clerk: User, tmp_path: Path
) -> None:
    path = tmp_path / "danh-sach.xlsx"
    path.write_bytes(imports.sheet(imports.row(sex="1", number="")))
    refused = sotiem(*arguments(path, clerk, "--commit"))
    assert refused.exit_code == 1
    assert "--answer sex=1_male_2_female" in refused.output
    assert (statuses(), Dose.objects.count()) == (["asking"], 0)
    told = sotiem(*arguments(path, clerk, "--commit", "--answer", "sex=1_male_2_female"))
    assert told.exit_code == 0
    assert statuses() == ["committed"]
    assert Dose.objects.get().patient.current.sex == "male"


@pytest.mark.parametrize("said", ["sex", "=x", "sex="])
def test_an_answer_without_its_question_is_not_understood(
    sotiem: Command, sheet: Path, clerk: User, said: str
) -> None:
    assert sotiem(*arguments(sheet, clerk, "--answer", said)).exit_code == 2
