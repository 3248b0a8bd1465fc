"""The columns of the sheet as people read about them: what belongs into each."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sotiem.imports.rules.columns import Column, template_columns

EXPLANATIONS: Final[dict[str, Promise]] = {
    "order": _("Số thứ tự, để bạn dễ theo dõi."),
    "full_name": _("Đầy đủ và có dấu, như trên giấy tờ."),
    "birth_date": _("Ngày/tháng/năm. Nếu chỉ biết năm, ghi năm."),
    "sex": _("Nam hoặc Nữ; hoặc 0 là nam, 1 là nữ."),
    "group": _("Số từ 1 đến 16."),
    "workplace": _("Nơi làm việc hoặc học tập."),
    "phone": _("Số di động 10 chữ số. Người trong một nhà có thể dùng chung."),
    "number": _("12 số (CCCD), 9 số (CMND) hoặc 8 số (quân đội). Không biết thì để trống."),
    "bhyt": _("15 ký tự hoặc 10 số cuối. Không biết thì để trống."),
    "province": _("Tên tỉnh, thành phố."),
    "province_code": _("Mã tỉnh hai chữ số."),
    "district": _("Chỉ ghi khi dùng đơn vị trước ngày 01/07/2025."),
    "district_code": _("Chỉ ghi khi dùng đơn vị trước ngày 01/07/2025."),
    "commune": _("Tên xã, phường, đặc khu."),
    "commune_code": _("Mã xã năm chữ số."),
    "neighbourhood": _("Thôn, ấp, khu phố hoặc tổ."),
    "street": _("Số nhà và tên đường."),
    "vaccine": _("Tên như trên lọ. Có nhiều mũi thì điền tiếp các cột mũi 2, mũi 3."),
    "day": _("Ngày/tháng/năm, không trước 08/03/2021."),
    "lot": _("Số lô in trên lọ."),
    "facility": _("Mã cơ sở của bạn."),
    "note": _("Điều cần nhớ về mũi tiêm này."),
    "result": _("Để trống. Chúng tôi ghi kết quả của từng dòng vào đây."),
}


def explained_columns() -> list[tuple[Column, str, str]]:
    """Each column once, with its header and what belongs into it."""
    seen: dict[str, tuple[Column, str, str]] = {}
    for column, header in template_columns():
        seen.setdefault(column.key, (column, header, str(EXPLANATIONS[column.key])))
    return list(seen.values())


def instructions(facility_code: str) -> list[list[str]]:
    """The second sheet of the template."""
    head = [gettext("Cột"), gettext("Bắt buộc"), gettext("Ví dụ"), gettext("Cách điền")]
    lines = [
        [
            header,
            gettext("Có") if column.required else gettext("Không"),
            facility_code if column.key == "facility" else column.example,
            explanation,
        ]
        for column, header, explanation in explained_columns()
    ]
    return [head, *lines]
