"""What a message says. No name, no health data: a code, and where to look."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "one_time_code": (
        "So Tiem: ma xac thuc cua ban la %(code)s, dung trong 10 phut. "
        "Khong dua ma nay cho bat ky ai."
    ),
    "report_received": (
        "So Tiem: da nhan phan anh %(code)s. Han tra loi: %(due)s. Xem tinh trang tai %(address)s"
    ),
    "reports_loaded": (
        "So Tiem: da tiep nhan %(number)s phan anh ban gui truoc day, ma %(code)s. "
        "Ban khong can gui lai. Xem tai %(address)s"
    ),
    "report_accepted": (
        "So Tiem: phan anh %(code)s da duoc chap nhan, ho so da duoc sua. Xem tai %(address)s"
    ),
    "report_refused": (
        "So Tiem: phan anh %(code)s chua duoc chap nhan. Xem ly do va cach bo sung tai %(address)s"
    ),
    "report_moved": (
        "So Tiem: phan anh %(code)s da chuyen den don vi phu trach, han tra loi khong doi. "
        "Xem tai %(address)s"
    ),
    "report_extended": (
        "So Tiem: phan anh %(code)s can them thoi gian. Han tra loi moi: %(due)s. "
        "Xem ly do tai %(address)s"
    ),
    "report_reopened": (
        "So Tiem: phan anh %(code)s duoc xem xet lai. Xem tinh trang tai %(address)s"
    ),
    "report_joined": (
        "So Tiem: phan anh %(code)s trung voi mot phan anh gui truoc, se duoc tra loi cung luc. "
        "Xem tai %(address)s"
    ),
    "report_already": (
        "So Tiem: ho so da ghi dung nhu phan anh %(code)s. "
        "Neu ban thay van chua dung, xin bao lai tai %(address)s"
    ),
    "report_undone": (
        "So Tiem: phan anh %(code)s duoc xem xet lai, viec sua ho so da hoan tac. "
        "Xem tai %(address)s"
    ),
    "entry_reminder": (
        "So Tiem: co so %(code)s con %(missing)s mui tiem chua nhap, han %(due)s. "
        "Xem ngay nao thieu tai %(address)s"
    ),
    "silence_reminder": (
        "So Tiem: co so %(code)s chua bao da tiem bao nhieu mui, han %(due)s. "
        "Xem viec can lam tai %(address)s"
    ),
}


def text_of(purpose: str, values: dict[str, str]) -> str:
    """The message as sent. Unmarked letters: a marked SMS holds 70 characters instead of 160."""
    return TEXTS[purpose] % values
