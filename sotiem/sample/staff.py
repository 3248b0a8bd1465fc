"""One member of staff per role, and the clerks of the other facilities, who never sign in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from sotiem.accounts.facts import Jurisdiction, Role, Staff
from sotiem.accounts.models import User
from sotiem.accounts.operations import grant_role, register_user
from sotiem.accounts.queries import staff_of
from sotiem.facilities.models import Facility
from sotiem.foundation.actors import machine

BY: Final = machine("sample")
PASSWORD: Final = "so tiem dung thu"
PROVINCE: Final = "vn/2025:79"
NATIONAL_DEPOT: Final = "vn/KHOQG"
CITY_DEPOT: Final = f"{PROVINCE}/KHO79"


@dataclass(frozen=True, slots=True)
class SignIn:
    """How one role signs in."""

    role: str
    username: str
    full_name: str
    unit_name: str
    grant: Role
    path: str


def sign_ins(facility: Facility) -> Sequence[SignIn]:
    city, ministry = "Sở Y tế Thành phố Hồ Chí Minh", "Cục Phòng bệnh"
    return (
        SignIn(
            "Nhân viên nhập liệu của cơ sở tiêm", "nhaplieu", "Lê Thị Mẫu", facility.name,
            Role.CLERK, facility.path,
        ),
        SignIn(
            "Nhân viên tiếp đón, cùng nhập liệu", "tiepdon", "Hồ Thị Mẫu", facility.name,
            Role.CLERK, facility.path,
        ),
        SignIn(
            "Phụ trách cơ sở (xác nhận số liệu ngày)", "phutrach", "Bùi Văn Mẫu", facility.name,
            Role.HEAD, facility.path,
        ),
        SignIn(
            "Cán bộ xử lý phản ánh", "canbo1", "Trần Văn Mẫu", city, Role.OFFICER, PROVINCE,
        ),
        SignIn(
            "Cán bộ thứ hai (duyệt khi thêm mũi tiêm)", "canbo2", "Phạm Thị Mẫu", city,
            Role.OFFICER, PROVINCE,
        ),
        SignIn(
            "Thủ kho vắc xin quốc gia", "thukhoqg", "Mai Văn Mẫu", "Kho vắc xin quốc gia",
            Role.KEEPER, NATIONAL_DEPOT,
        ),
        SignIn(
            "Thủ kho vắc xin thành phố", "thukho79", "Tạ Thị Mẫu", city, Role.KEEPER, CITY_DEPOT,
        ),
        SignIn(
            "Soạn quy định mở cửa lại", "quydinh1", "Ngô Thị Mẫu", ministry, Role.REGULATOR, "vn",
        ),
        SignIn(
            "Xem lại và công bố quy định", "quydinh2", "Lý Văn Mẫu", ministry, Role.REGULATOR, "vn",
        ),
        SignIn("Giám sát nhật ký", "giamsat", "Vũ Văn Mẫu", ministry, Role.AUDITOR, "vn"),
        SignIn("Quản trị tài khoản", "quantri", "Đỗ Thị Mẫu", ministry, Role.ADMINISTRATOR, "vn"),
    )  # fmt: skip


def engage_staff(facility: Facility, *, at: datetime) -> None:
    """Make the accounts that sign in, each with its second factor."""
    for one in sign_ins(facility):
        user = _account(one.username, one.full_name, one.unit_name, PASSWORD, at)
        _grant(user, one.grant, one.path, at)
        TOTP.activate(user, generate_totp_secret())


def clerk_of(facility: Facility, *, at: datetime) -> Staff:
    """The clerk of a facility or the keeper of a depot, acting; made when there is none."""
    role = Role.KEEPER if facility.is_depot else Role.CLERK
    clerks = User.objects.filter(memberships__jurisdiction=facility.path, memberships__role=role)
    user = clerks.order_by("pk").first()
    if user is None:
        name = f"nhaplieu-{facility.code}".lower()
        user = _account(name, "Nhân viên Mẫu", facility.name, None, at)
        _grant(user, role, facility.path, at)
    return staff_of(user, at=at)


def officer(username: str, *, at: datetime) -> Staff:
    return staff_of(User.objects.get(username=username), at=at)


def _account(
    username: str, full_name: str, unit_name: str, password: str | None, at: datetime
) -> User:
    return register_user(
        username=username,
        full_name=full_name,
        unit_name=unit_name,
        password=password,
        by=BY,
        at=at,
    )


def _grant(user: User, role: Role, path: str, at: datetime) -> None:
    grant_role(user=user, role=role, jurisdiction=Jurisdiction(path), by=BY, at=at)
