from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "corrections.AppealNeedsWords": _("Hãy ghi điều mà lần xem xét trước đã bỏ sót."),
    "corrections.AppealedAlready": _(
        "Phản ánh này đã được khiếu nại một lần. Nếu có giấy tờ mới, hãy gửi phản ánh mới."
    ),
    "corrections.ExtendedAlready": _(
        "Phản ánh này đã được gia hạn một lần. Hãy trả lời trong hạn hiện tại."
    ),
    "corrections.ExtensionNeedsAReason": _("Hãy ghi vì sao cần thêm thời gian."),
    "corrections.OpeningNeedsAReason": _("Hãy ghi vì sao mở lại phản ánh."),
    "corrections.TooLateToExtend": _(
        "Đã quá hạn trả lời nên không gia hạn được nữa. Hãy trả lời ngay."
    ),
    "corrections.AnotherDoseStandsThere": _(
        "Người này nay có một mũi khác cùng ngày, cùng bệnh được phòng, nên không hoàn tác được. "
        "Hãy xem các mũi tiêm trong hồ sơ trước."
    ),
    "corrections.AnswerIsAhead": _("Ngày tiêm đúng chưa đến. Hãy kiểm tra lại ngày."),
    "corrections.AnswerSaysNothing": _(
        "Hãy ghi điều khác: ngày tiêm đúng, số lô đúng hoặc ghi chú."
    ),
    "corrections.ChannelCodeIsTaken": _("Mã kênh này đã được dùng. Hãy chọn mã khác."),
    "corrections.ChannelIsClosed": _(
        "Kênh này đã ngừng nhận phản ánh. Hãy gửi qua kênh tiếp nhận thay thế; "
        "phản ánh đã gửi trước đây vẫn được giải quyết và tra cứu bằng mã như cũ."
    ),
    "corrections.ChannelIsElsewhere": _(
        "Kênh này vừa được mở, đóng hoặc bàn giao. Hãy tải lại trang để xem tình trạng hiện tại."
    ),
    "corrections.ChannelIsNotOpenYet": _("Kênh này chưa đến ngày nhận phản ánh."),
    "corrections.ClaimIsIncomplete": _(
        "Phản ánh còn thiếu thông tin. Hãy ghi vắc xin, ngày tiêm, họ tên và ngày sinh."
    ),
    "corrections.ClosingIsNotAhead": _("Hãy chọn thời điểm đóng sau lúc này."),
    "corrections.DecisionNeedsANote": _("Hãy ghi căn cứ của quyết định."),
    "corrections.DoseChangedSince": _(
        "Mũi tiêm này đã được sửa thêm sau phản ánh, nên không hoàn tác được. "
        "Hãy xem hồ sơ; nếu vẫn sai, gửi phản ánh mới."
    ),
    "corrections.DoseNoLongerCounts": _(
        "Mũi tiêm này đã được đánh dấu là nhập nhầm. Hãy kiểm tra lại hồ sơ trước khi quyết định."
    ),
    "corrections.DoseIsOfSomebodyElse": _(
        "Mũi tiêm này không có trong hồ sơ của người đã chọn. Hãy chọn lại mũi tiêm."
    ),
    "corrections.KindIsNotOpen": _(
        "Người gửi phản ánh này đã có hồ sơ, nên không xếp là chưa có hồ sơ. Hãy chọn loại khác."
    ),
    "corrections.PlacedSoAlready": _(
        "Phản ánh đang thuộc đúng loại này và nói về đúng hồ sơ, mũi tiêm này. "
        "Hãy chọn loại hoặc mũi tiêm khác."
    ),
    "corrections.PlacingNeedsAReason": _("Hãy ghi vì sao xếp lại phản ánh."),
    "corrections.KeyIsTiedAlready": _(
        "Khóa này đã gắn với một kênh. Hãy tạo khóa khác cho kênh này."
    ),
    "corrections.MoveNotAllowed": _(
        "Phản ánh này đã chuyển sang bước khác. Hãy tải lại trang để xem tình trạng hiện tại."
    ),
    "corrections.NationalPortalStays": _(
        "Cổng quốc gia luôn mở, vì đó là nơi người dân đến khi các kênh khác đã đóng."
    ),
    "corrections.NoCertificateCanBeIssued": _(
        "Hồ sơ này hiện chưa đủ điều kiện cấp giấy chứng nhận. "
        "Hãy xem lại thông tin người và các mũi tiêm; "
        "nếu thiếu, hãy từ chối và nói rõ còn thiếu gì."
    ),
    "corrections.NoFacilityToAsk": _(
        "Phản ánh không nêu cơ sở tiêm nào trong danh mục, nên chưa hỏi được. "
        "Hãy liên hệ người gửi, hoặc chuyển phản ánh cho đơn vị phụ trách."
    ),
    "corrections.NobodyDecidesTwice": _(
        "Bạn đã đồng ý lần thứ nhất. Quyết định thứ hai phải là của một cán bộ khác."
    ),
    "corrections.NobodyIsMeantSo": _(
        "Người bạn chọn không nằm trong số hồ sơ phù hợp với phản ánh. "
        "Hãy tải lại trang rồi chọn lại."
    ),
    "corrections.NobodyReviewsTheirOwnEntry": _(
        "Bản ghi hiện nay của mũi tiêm này do chính bạn lập. Hãy để cán bộ khác xử lý phản ánh."
    ),
    "corrections.NotTheSameDose": _(
        "Hai mũi bạn chọn không thể là một: khác bệnh được phòng hoặc không còn trong hồ sơ. "
        "Hãy chọn lại mũi bị ghi hai lần."
    ),
    "corrections.NothingClaimed": _(
        "Thông tin bạn ghi giống hệt hồ sơ hiện có. Hãy sửa ô ghi sai rồi gửi lại."
    ),
    "corrections.OtherPersonIsNotNamed": _(
        "Hãy chọn hồ sơ thứ hai của người này. Nếu không có hồ sơ nào phù hợp, "
        "hãy từ chối và nói rõ cần thêm thông tin gì."
    ),
    "corrections.PartedSince": _(
        "Hai hồ sơ mà phản ánh này ghép đã được tách ra, nên không còn gì để hoàn tác."
    ),
    "corrections.PersonChangedSince": _(
        "Thông tin cá nhân đã được sửa thêm sau phản ánh, nên không hoàn tác được. "
        "Hãy xem hồ sơ; nếu vẫn sai, gửi phản ánh mới."
    ),
    "corrections.PersonIsUnclear": _(
        "Trong hồ sơ có người có thể chính là người này. "
        "Hãy làm rõ đó là ai trước, rồi quyết định phản ánh."
    ),
    "corrections.PhotoIsBroken": _(
        "Ảnh số %(number)s bị hỏng hoặc chưa tải lên hết. Hãy chụp lại hoặc chọn lại ảnh."
    ),
    "corrections.PhotoIsEmpty": _("Ảnh số %(number)s không có nội dung. Hãy chọn lại ảnh."),
    "corrections.PhotoIsTooBig": _(
        "Ảnh số %(number)s lớn hơn %(megabytes)s MB. Hãy chụp lại với cỡ nhỏ hơn."
    ),
    "corrections.PhotoIsTooManyPixels": _(
        "Ảnh số %(number)s lớn hơn %(megapixels)s triệu điểm ảnh. Hãy chụp lại với cỡ nhỏ hơn."
    ),
    "corrections.PhotoKindUnknown": _(
        "Tệp số %(number)s không phải ảnh JPEG, PNG hoặc WebP. "
        "Hãy chụp ảnh phiếu bằng điện thoại rồi chọn ảnh đó."
    ),
    "corrections.RecordAlreadySaysSo": _(
        "Hồ sơ đã ghi đúng như phản ánh yêu cầu. "
        "Hãy kiểm tra các mũi tiêm ở dưới trước khi quyết định."
    ),
    "corrections.SomebodyElseHasIt": _(
        "Một cán bộ khác đang xử lý phản ánh này. Hãy chọn phản ánh khác."
    ),
    "corrections.SourceCameBefore": _(
        "Phản ánh mang số tham chiếu này đã được gửi trước đây, mã %(code)s. Không cần gửi lại."
    ),
    "corrections.SuccessorIsNotOpen": _(
        "Kênh tiếp nhận thay thế phải đang mở và chưa có lịch đóng. Hãy chọn kênh khác."
    ),
    "corrections.TooManyReports": _(
        "Mỗi số điện thoại gửi được nhiều nhất %(most)s phản ánh một ngày. "
        "Hãy gửi tiếp sau %(minutes)s phút, hoặc mang giấy tờ đến trạm y tế gần nhất."
    ),
    "corrections.TooManyPhotos": _("Mỗi phản ánh nhận nhiều nhất %(most)s ảnh. Hãy bỏ bớt ảnh."),
    "corrections.TransferNeedsAReason": _("Hãy ghi vì sao phản ánh thuộc đơn vị đó."),
    "corrections.UnitHasItAlready": _(
        "Phản ánh đang ở chính đơn vị này. Hãy ghi đơn vị khác, hoặc xử lý phản ánh."
    ),
    "corrections.UnitNeedsANewReason": _(
        "Đơn vị này đã từng giữ phản ánh. Hãy ghi lý do mới, khác những lần trước."
    ),
    "corrections.UndoNeedsAReason": _("Hãy ghi lý do hoàn tác."),
}
