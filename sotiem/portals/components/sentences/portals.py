from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "portals.BodyIsBroken": _(
        "Nội dung gửi lên không đọc được. "
        "Hãy gửi một đối tượng JSON (UTF-8), mỗi trường chỉ ghi một lần."
    ),
    "portals.BodyIsTooLarge": _(
        "Nội dung gửi lên quá lớn (hơn %(kilobytes)s KB). Hãy chia thành nhiều lần gửi."
    ),
    "portals.FieldIsNotText": _(
        "Trường “%(field)s” phải là chữ, đặt trong dấu ngoặc kép, kể cả khi chỉ gồm chữ số."
    ),
    "portals.FieldIsTooLong": _(
        "Trường “%(field)s” dài hơn %(most)s ký tự. Hãy kiểm tra lại nội dung."
    ),
    "portals.PlaceIsUnknown": _(
        "Không có nơi nào mang tên hoặc mã này. Hãy ghi tên tỉnh, hoặc tên phường, xã rồi dấu "
        "phẩy và tên tỉnh."
    ),
    "portals.FacilityIsNotYours": _(
        "Không có cơ sở mang mã “%(code)s” trong phạm vi của khóa này. Hãy xem lại mã cơ sở."
    ),
    "portals.RulesAreNotInForce": _(
        "Không có bộ quy định nào tên “%(rules)s” đang áp dụng. Đang áp dụng: %(known)s."
    ),
    "portals.FieldIsNotAFlag": _("Trường “%(field)s” phải là true hoặc false."),
    "portals.FieldIsNotANumber": _("Trường “%(field)s” phải là một số nguyên."),
    "portals.FieldIsNotAnObject": _("Trường “%(field)s” phải là một đối tượng JSON."),
    "portals.FieldIsNotUnderstood": _(
        "Trường “%(field)s” còn trống, quá dài hoặc không đọc được. "
        "Cách ghi có trong tài liệu ở /api/."
    ),
    "portals.FieldIsUnknown": _(
        "Không có trường “%(field)s”. Các trường được nhận ghi trong tài liệu ở /api/."
    ),
    "portals.FileIsMissing": _("Hãy gửi tệp trong trường “file” của biểu mẫu."),
    "portals.HowManyDoses": _(
        "Mỗi lần hãy gửi từ 1 đến %(most)s mũi: một mũi trong “dose”, hoặc danh sách trong “doses”."
    ),
    "portals.IdempotencyKeyIsNeeded": _(
        "Hãy gửi dòng Idempotency-Key, từ 1 đến %(most)s ký tự không dấu, mới cho mỗi lần gửi; "
        "khi gửi lại đúng nội dung đó thì dùng lại."
    ),
    "portals.IdempotencyKeyWasUsed": _(
        "Idempotency-Key này đã dùng cho nội dung khác. "
        "Hãy dùng giá trị mới, hoặc gửi lại đúng nội dung lần trước."
    ),
    "portals.MediaTypeIsUnknown": _(
        "Chưa nhận loại tệp này. Hãy gửi tệp .xlsx, .csv hoặc FHIR Bundle với đúng Content-Type."
    ),
    "portals.NotJson": _("Hãy gửi nội dung dạng JSON, với Content-Type: application/json."),
    "portals.NothingToGoBy": _(
        "Thông tin này chưa đủ để tìm. Hãy gửi một số giấy tờ, số điện thoại, "
        "hoặc họ tên kèm năm sinh hay nơi ở."
    ),
}
