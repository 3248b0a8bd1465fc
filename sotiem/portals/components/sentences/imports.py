from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "imports.AnswerIsUnknown": _(
        "Tệp này không hỏi điều “%(question)s”, hoặc không có câu trả lời như vậy. "
        "Hãy xem các câu hỏi của tệp rồi chọn một câu trả lời trong danh sách."
    ),
    "imports.ColumnIsPointedAtTwice": _(
        "Hai cột của tệp cùng được chọn là một cột (%(column)s). "
        "Hãy chọn lại: mỗi cột của mẫu chỉ ứng với một cột trong tệp."
    ),
    "imports.BirthDateIsToBeCorrected": _(
        "Theo ngày sinh đang lưu, người này sinh sau ngày tiêm nên chưa ghi được. "
        "Hãy để người đó gửi phản ánh hoặc báo cán bộ sửa ngày sinh; nếu ngày tiêm sai, "
        "hãy sửa trong tệp rồi nhập lại."
    ),
    "imports.PartlyRecorded": _(
        "Một phần của tệp đã được ghi nên không hủy được. "
        "Hãy để các dòng còn lại chờ, hoặc hoàn tác cả tệp."
    ),
    "imports.NothingToRecord": _(
        "Không có dòng nào vừa thuộc phần đã chọn vừa có số dòng đã ghi. Hãy xem lại số dòng."
    ),
    "imports.SomethingWasBuiltOnIt": _(
        "Đã có việc khác dựa trên %(doses)s mũi của tệp này nên không hoàn tác cả tệp được. "
        "Hãy xem danh sách trên trang này; mũi nào sai thì gửi phản ánh."
    ),
    "imports.UndoNeedsAReason": _("Hãy ghi lý do hoàn tác."),
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
    "imports.SameFileCameBefore": _(
        "Cơ sở đã gửi đúng tệp này: %(by)s gửi lúc %(at)s. Hãy xem tệp đó trước. Nếu vẫn cần nhập, "
        "ví dụ vì tệp trước đã hoàn tác, hãy chọn nhập lại."
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
}
