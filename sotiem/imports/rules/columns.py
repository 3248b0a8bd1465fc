"""The columns of the sheet, and what facilities call them."""

from dataclasses import dataclass
from typing import Final

MOST_DOSES: Final = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header in our template, an example, and other spellings, parted by `|`."""

    key: str
    header: str
    required: bool
    example: str
    other_headers: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.header, *filter(None, self.other_headers.split("|")))


PERSON_COLUMNS: Final = (
    Column("order", "STT", False, "1", "#|TT|Số thứ tự|Số TT|No"),
    Column(
        "full_name",
        "Họ và tên",
        True,
        "Nguyễn Thị Hòa",
        "Họ tên|Tên|Họ và tên người tiêm|Họ tên người tiêm|Họ tên người được tiêm|"
        "Họ và tên người được tiêm|Họ và tên đối tượng|Họ tên đối tượng|Tên đối tượng|"
        "Họ, tên|Họ & tên|Full name",
    ),
    Column(
        "birth_date",
        "Ngày sinh",
        True,
        "30/04/1975",
        "Ngày tháng năm sinh|Ngày, tháng, năm sinh|Năm sinh|Ngày/tháng/năm sinh|NTNS|"
        "Ngày sinh dd/mm/yyyy|Sinh ngày|Date of birth",
    ),
    Column("sex", "Giới tính", True, "1", "Giới|Phái|Nam/Nữ|Nam nữ|Giới tính 0 nam 1 nữ|GT"),
    Column(
        "group",
        "Mã nhóm ưu tiên",
        False,
        "1",
        "Nhóm ưu tiên|Nhóm đối tượng|Mã nhóm đối tượng|Đối tượng ưu tiên|Mã đối tượng",
    ),
    Column(
        "workplace",
        "Đơn vị công tác",
        False,
        "Trường THCS Hòa Bình",
        "Nơi công tác|Nơi làm việc|Cơ quan|Đơn vị|Cơ quan công tác",
    ),
    Column(
        "phone",
        "Số điện thoại",
        True,
        "0912345678",
        "Điện thoại|SĐT|ĐT|Số ĐT|Điện thoại liên hệ|Số điện thoại liên hệ|Di động|"
        "Số di động|Điện thoại di động|Phone",
    ),
    Column(
        "number",
        "Số CMND/CCCD",
        False,
        "079175012345",
        "CMND/CCCD|CCCD/CMND|CCCD|CMND|Số CCCD|Số CMND|CMT|CMTND|Số CMT|Căn cước|"
        "Số căn cước|Căn cước công dân|Số căn cước công dân|Số CCCD/CMND|Số định danh|"
        "Số định danh cá nhân|CMND/CCCD/Hộ chiếu|Số CMND/CCCD/Hộ chiếu",
    ),
    Column(
        "bhyt",
        "Số thẻ BHYT",
        False,
        "DN4790123456789",
        "BHYT|Số BHYT|Thẻ BHYT|Mã BHYT|Mã thẻ BHYT|Số thẻ bảo hiểm y tế|Bảo hiểm y tế",
    ),
    Column(
        "province",
        "Tỉnh/Thành phố",
        False,
        "TP. Hồ Chí Minh",
        "Tỉnh|Tỉnh/TP|Tỉnh thành|Thành phố|Tên tỉnh",
    ),
    Column("province_code", "Mã tỉnh", False, "79", "Mã tỉnh/thành phố|Mã tỉnh/TP"),
    Column(
        "district",
        "Quận/Huyện",
        False,
        "",
        "Quận|Huyện|Quận, huyện|Quận/Huyện/Thị xã|Tên huyện|Tên quận huyện",
    ),
    Column("district_code", "Mã quận/huyện", False, "", "Mã huyện|Mã quận"),
    Column(
        "commune",
        "Xã/Phường",
        False,
        "Phường Sài Gòn",
        "Xã|Phường|Phường/Xã|Xã, phường|Xã/Phường/Thị trấn|Phường xã thị trấn|Tên xã",
    ),
    Column("commune_code", "Mã xã/phường", False, "26740", "Mã xã|Mã phường|Mã phường/xã"),
    Column(
        "neighbourhood",
        "Thôn/Tổ dân phố",
        False,
        "Khu phố 2",
        "Thôn|Tổ dân phố|Khu phố|Ấp|Thôn/Ấp|Thôn xóm|Tổ|Thôn/Tổ/Khu phố",
    ),
    Column(
        "street",
        "Địa chỉ chi tiết",
        False,
        "12 Lê Lợi",
        "Địa chỉ|Số nhà, đường|Số nhà|Đường|Địa chỉ nơi ở|Nơi ở hiện nay",
    ),
)
DOSE_COLUMNS: Final = (
    Column(
        "vaccine",
        "Vắc xin",
        True,
        "AstraZeneca",
        "Tên vắc xin|Loại vắc xin|Vaccine|Vắc-xin|Vacxin|Tên vaccine|Vắc xin tiêm|"
        "Loại vaccine|Tên vacxin|Loại vacxin|Vắc xin đã tiêm",
    ),
    Column(
        "day",
        "Ngày tiêm",
        True,
        "14/09/2021",
        "Ngày tiêm chủng|Ngày tiêm dd/mm/yyyy|Thời gian tiêm|Ngày giờ tiêm|Ngày",
    ),
    Column("lot", "Số lô", True, "ABV1234", "Lô|Số lô vắc xin|Lô vắc xin|Lot|Số lot"),
    Column(
        "facility",
        "Cơ sở tiêm",
        True,
        "",
        "Mã cơ sở tiêm|Cơ sở tiêm chủng|Mã cơ sở|Mã cơ sở tiêm chủng|Nơi tiêm|"
        "Địa điểm tiêm|Đơn vị tiêm|Điểm tiêm|Mã nơi tiêm|Cơ sở",
    ),
    Column("note", "Ghi chú", False, "", "Ghi chú tiêm|Note"),
)
RESULT_COLUMN: Final = Column(
    "result",
    "Kết quả",
    False,
    "",
    "Kết quả nhập|Kết quả import|Kết quả nhập liệu|Kết quả nhập dữ liệu|Kết quả để trống",
)


def template_columns() -> list[tuple[Column, str]]:
    """The columns of the template, in order, each with its header."""
    headers = [(column, column.header) for column in PERSON_COLUMNS]
    for slot in range(1, MOST_DOSES + 1):
        headers += [(column, f"{column.header} mũi {slot}") for column in DOSE_COLUMNS]
    return [*headers, (RESULT_COLUMN, RESULT_COLUMN.header)]
