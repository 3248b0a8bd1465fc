from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "portals.BodyIsBroken": _(
        "Nội dung gửi lên không đọc được. "
        "Hãy gửi một đối tượng JSON (UTF-8), mỗi trường chỉ ghi một lần."
    ),
    "portals.BodyIsTooLarge": _(
        "Nội dung gửi lên quá lớn (hơn %(kilobytes)s KB). Mỗi lần chỉ gửi thông tin của một người."
    ),
    "portals.FieldIsNotText": _(
        "Trường “%(field)s” phải là chữ, đặt trong dấu ngoặc kép, kể cả khi chỉ gồm chữ số."
    ),
    "portals.FieldIsTooLong": _(
        "Trường “%(field)s” dài hơn %(most)s ký tự. Hãy kiểm tra lại nội dung."
    ),
    "portals.FieldIsUnknown": _(
        "Không có trường “%(field)s”. Các trường được nhận: full_name, birth_date, sex, phone, "
        "cccd, cmnd, bhyt, province, district, ward, address."
    ),
    "portals.NotJson": _("Hãy gửi nội dung dạng JSON, với Content-Type: application/json."),
    "portals.NothingToGoBy": _(
        "Thông tin này chưa đủ để tìm. Hãy gửi một số giấy tờ, số điện thoại, "
        "hoặc họ tên kèm năm sinh hay nơi ở."
    ),
}
