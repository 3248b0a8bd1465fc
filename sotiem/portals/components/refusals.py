"""What a person reads when something is refused: written once, here.

A key names the module and the class of the refusal ("doses.NothingToAmend"), so that the
modules below need not be imported. A sentence may name the refusal's details.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "accounts.AccessKeyHasExpired": _(
        "Khóa truy cập đã hết hạn. Hãy tạo khóa mới ở mục Khóa truy cập trong trang của bạn."
    ),
    "accounts.AccessKeyIsRevoked": _(
        "Khóa truy cập đã bị thu hồi. Hãy tạo khóa mới ở mục Khóa truy cập trong trang của bạn."
    ),
    "accounts.AccessKeyIsUnknown": _(
        "Thiếu khóa truy cập, hoặc khóa không đúng. "
        "Hãy gửi dòng Authorization: Bearer, theo sau là khóa."
    ),
    "accounts.AccessKeyMustEnd": _(
        "Khóa phải có ngày hết hạn sau hôm nay và không quá %(days)s ngày nữa."
    ),
    "accounts.TooManyAccessKeys": _(
        "Bạn đang có %(most)s khóa còn hiệu lực. Hãy thu hồi khóa không dùng nữa trước."
    ),
    "accounts.CodeHasExpired": _(
        "Mã này không dùng được nữa. Hãy quay lại trang tra cứu để nhận mã mới."
    ),
    "accounts.CodeIsWrong": _(
        "Mã chưa đúng. Bạn còn %(left)s lần thử; hãy xem lại tin nhắn mới nhất."
    ),
    "accounts.CountryNeedsAnAdministrator": _(
        "Đây là người quản lý tài khoản cuối cùng của cả nước. "
        "Hãy cấp quyền này cho một người khác trước."
    ),
    "accounts.NobodyClosesTheirOwnAccount": _(
        "Bạn không thể đóng hay đặt lại tài khoản của chính mình. "
        "Hãy nhờ một người quản lý tài khoản khác."
    ),
    "accounts.NobodyGrantsToThemselves": _(
        "Không ai tự cấp quyền cho mình. Hãy nhờ một người quản lý tài khoản khác."
    ),
    "accounts.UsernameIsTaken": _(
        "Tên đăng nhập này đã có người dùng. Hãy chọn tên khác, ví dụ thêm tên đơn vị."
    ),
    "certificates.KeyCannotBeOpened": _(
        "Khóa ký giấy chứng nhận không mở được bằng bí mật của máy chủ này. "
        "Hãy báo cho người quản trị hệ thống."
    ),
    "corrections.ClaimIsIncomplete": _(
        "Phản ánh còn thiếu thông tin. Hãy ghi vắc xin, ngày tiêm, họ tên và ngày sinh."
    ),
    "corrections.DecisionNeedsANote": _("Hãy ghi căn cứ của quyết định."),
    "corrections.DoseNoLongerCounts": _(
        "Mũi tiêm này đã được đánh dấu là nhập nhầm. Hãy kiểm tra lại hồ sơ trước khi quyết định."
    ),
    "corrections.MoveNotAllowed": _(
        "Phản ánh này đã chuyển sang bước khác. Hãy tải lại trang để xem tình trạng hiện tại."
    ),
    "corrections.NobodyDecidesTwice": _(
        "Bạn đã đồng ý lần thứ nhất. Quyết định thứ hai phải là của một cán bộ khác."
    ),
    "corrections.NobodyReviewsTheirOwnEntry": _(
        "Bản ghi hiện nay của mũi tiêm này do chính bạn lập. Hãy để cán bộ khác xử lý phản ánh."
    ),
    "corrections.NothingClaimed": _(
        "Thông tin bạn ghi giống hệt hồ sơ hiện có. Hãy sửa ô ghi sai rồi gửi lại."
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
    "corrections.TooManyPhotos": _("Mỗi phản ánh nhận nhiều nhất %(most)s ảnh. Hãy bỏ bớt ảnh."),
    "doses.DoseIsKnown": _(
        "Hồ sơ đã có một mũi tiêm phòng bệnh này trong ngày đó. Hãy xem lại ngày tiêm."
    ),
    "doses.GivenBeforeBirth": _("Ngày tiêm ở trước ngày sinh. Hãy xem lại ngày tiêm trên phiếu."),
    "doses.GivenBeforeTheVaccineExisted": _(
        "Ngày tiêm ở trước khi bắt đầu tiêm chủng (%(first_day)s). Hãy xem lại năm trên phiếu."
    ),
    "doses.GivenInTheFuture": _("Ngày tiêm ở sau ngày hôm nay. Hãy xem lại ngày tiêm trên phiếu."),
    "doses.NothingToAmend": _("Mũi tiêm đã được ghi đúng như vậy, không còn gì phải sửa."),
    "patients.LinkHasEnded": _(
        "Hai hồ sơ này đã được tách trước đó. Hãy tải lại trang để xem tình trạng hiện tại."
    ),
    "patients.LinkNeedsTwoRecords": _(
        "Đây là cùng một hồ sơ, không có gì để ghép. Hãy chọn hai hồ sơ khác nhau."
    ),
    "matching.ModelCannotJudge": _(
        "Mô hình đã đối chiếu cặp này không còn, hoặc phần mềm hiện nay không đọc được nữa, "
        "nên chưa tính lại được. Kết luận cũ vẫn được giữ cùng các mức đã so."
    ),
    "matching.ModelJudgesAlready": _("Mô hình này đang dùng rồi. Hãy chọn phiên bản khác."),
    "matching.ModelNeedsAReason": _("Hãy ghi lý do học mô hình mới."),
    "matching.NotOnRecordThen": _(
        "Một trong hai hồ sơ được lập sau lúc tìm thấy cặp này nên không tính lại được."
    ),
    "matching.NothingBetterLearned": _(
        "Trên các kết luận chưa thấy, mô hình vừa học không hơn mô hình đang dùng quá mức may rủi, "
        "hoặc ghép nhầm nhiều hơn. Không giữ lại gì. Hãy chờ thêm kết luận của cán bộ rồi học lại."
    ),
    "matching.RegistryIsTooSmall": _(
        "Trong sổ có quá ít hồ sơ giống nhau để học từ sổ. Hãy học từ mô hình đang dùng."
    ),
    "matching.SomebodyDecidedMeanwhile": _(
        "Một cán bộ khác vừa quyết định cặp hồ sơ này. Hãy tải lại trang để xem kết quả."
    ),
    "matching.SwitchNeedsAReason": _("Hãy ghi lý do đổi mô hình."),
    "matching.TooFewVerdicts": _(
        "Mới có %(same)s kết luận “một người” và %(different)s kết luận “hai người”. Cần ít nhất "
        "%(fewest)s kết luận, mỗi loại ít nhất %(fewest_of_each)s; ít hơn thì chỉ học được may rủi."
    ),
    "matching.UnknownModel": _(
        "Không có mô hình nào mang phiên bản này. Hãy chọn một phiên bản trong bảng."
    ),
    "patients.NothingToChange": _("Hồ sơ đã ghi đúng như vậy, không còn gì phải sửa."),
    "foundation.NotAllowed": _(
        "Tài khoản của bạn không được làm việc này. "
        "Nếu đây là việc của bạn, hãy nhờ người quản lý cấp quyền."
    ),
    "foundation.TooManyRequests": _(
        "Bạn đã thử quá nhiều lần. Hãy chờ %(minutes)s phút rồi thử lại."
    ),
    "imports.FileIsEmpty": _(
        "Tệp này không có nội dung (0 byte). Hãy mở lại tệp trên máy của bạn, lưu rồi chọn lại."
    ),
    "imports.FileIsTooLarge": _(
        "Tệp này quá lớn (hơn %(megabytes)s MB). Hãy xóa các trang tính, hình ảnh "
        "và dòng trống không cần thiết, hoặc chia danh sách thành nhiều tệp."
    ),
    "imports.NotAWorkbook": _(
        "Tệp này không phải bảng tính Excel (.xlsx). "
        "Hãy mở danh sách bằng Excel, chọn Lưu thành, kiểu “Excel Workbook (.xlsx)”."
    ),
    "imports.NotWaitingForThis": _(
        "Tệp này không còn chờ bạn quyết định: có thể đã được ghi hoặc đã hủy. "
        "Hãy quay lại trang của tệp để xem."
    ),
    "imports.RowAsksSomethingElse": _(
        "Dòng này không còn hỏi về mũi tiêm. Hãy quay lại trang của tệp để xem."
    ),
    "imports.SomethingChangedMeanwhile": _(
        "Trong lúc bạn xem, đã có câu trả lời khác hoặc có mũi tiêm mới. "
        "Dưới đây là thông tin hiện nay; hãy xem lại rồi trả lời."
    ),
    "imports.TooLateToTakeBack": _(
        "Mũi này được ghi đã hơn 24 giờ nên không hoàn tác được nữa. "
        "Nếu mũi này sai, hãy gửi phản ánh để cán bộ xem xét."
    ),
    "imports.OldWorkbook": _(
        "Tệp này ở định dạng Excel cũ (.xls). "
        "Hãy mở bằng Excel, chọn Lưu thành, kiểu “Excel Workbook (.xlsx)”, rồi chọn tệp mới."
    ),
    "imports.WorkbookHasMacros": _(
        "Tệp này có chứa macro nên không được nhận. "
        "Hãy chọn Lưu thành, kiểu “Excel Workbook (.xlsx)” để bỏ macro, rồi chọn tệp mới."
    ),
    "imports.WorkbookHasPassword": _(
        "Tệp này được bảo vệ bằng mật khẩu nên chúng tôi không đọc được. "
        "Hãy mở tệp, bỏ mật khẩu (Tệp, Thông tin, Bảo vệ), lưu rồi chọn lại."
    ),
    "imports.WorkbookIsBroken": _(
        "Tệp này bị hỏng, không mở được. "
        "Hãy mở tệp bằng Excel, lưu thành tệp .xlsx mới rồi chọn tệp đó."
    ),
    "matching.VersionIsTaken": _(
        "Đã có mô hình mang tên phiên bản này. Mô hình không bao giờ bị sửa; hãy đặt tên khác."
    ),
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


def keys_of(refusal: type[BaseException]) -> list[str]:
    """Name a refusal and what it is a kind of, closest first."""
    return [f"{_module(cls)}.{cls.__name__}" for cls in refusal.__mro__]


def _module(cls: type) -> str:
    parts = cls.__module__.split(".")
    return parts[1] if parts[0] == "sotiem" and len(parts) > 1 else parts[0]


def has_sentence(refusal: type[BaseException]) -> bool:
    """Tell whether people are given this refusal in words of its own."""
    return keys_of(refusal)[0] in SENTENCES


def sentence_for(refusal: BaseException) -> str:
    """Say in the reader's language why something was refused and what to do next."""
    for key in keys_of(type(refusal)):
        if key in SENTENCES:
            sentence = str(SENTENCES[key])
            if "%(" not in sentence:
                return sentence
            with suppress(KeyError):
                return sentence % getattr(refusal, "details", {})
    return gettext("Việc này chưa làm được. Hãy tải lại trang, kiểm tra rồi thử lại.")
