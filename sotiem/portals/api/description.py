"""Every address for programs, described for people and, as OpenAPI 3.1, for programs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sotiem.corrections.operations.keep_photos import MOST_PHOTOS
from sotiem.imports.operations.upload import XLSX
from sotiem.portals.api import report_reading
from sotiem.portals.api.examples import DOSES, PERSON
from sotiem.portals.api.reading import FILES
from sotiem.portals.api.schemas import SCHEMAS, Schema, ref
from sotiem.portals.components.programs import PROBLEM

JSON: Final = "application/json"
CSV: Final = "text/csv"
_STATUSES: Final[Mapping[int, Promise]] = {
    200: _("Đã làm xong"),
    201: _("Đã nhận và lưu an toàn"),
    202: _("Đã nhận, đang làm"),
    400: _("Nội dung không đọc được, hoặc thiếu Idempotency-Key"),
    401: _("Thiếu khóa, khóa sai, hết hạn hoặc đã thu hồi"),
    403: _("Khóa không được làm việc này, hoặc cơ sở nằm ngoài phạm vi"),
    404: _("Không có, chưa có, hoặc không được xem"),
    405: _("Cách gọi không được nhận"),
    409: _("Tệp không còn chờ việc này"),
    413: _("Nội dung quá lớn"),
    415: _("Content-Type không được nhận"),
    422: _("Một trường sai, hoặc Idempotency-Key đã dùng cho nội dung khác"),
    429: _("Quá nhiều lần; dòng Retry-After ghi số giây phải chờ"),
}
_ALWAYS: Final = (401, 403, 405, 429)


@dataclass(frozen=True, slots=True)
class Address:
    """One thing a program may ask; its answers by media type; what it sends, if anything."""

    method: str
    path: str
    name: str
    summary: Promise
    told: Mapping[str, Schema]
    curl: str
    status: int = 200
    refusals: tuple[int, ...] = ()
    sent: Mapping[str, Schema] = field(default_factory=dict)
    example: Mapping[str, Any] | None = None
    asked: tuple[tuple[str, Schema], ...] = ()
    needs_key: bool = False
    is_open: bool = False

    @property
    def statuses(self) -> list[tuple[int, Promise]]:
        """How it may answer, and what each status means."""
        return [(each, _STATUSES[each]) for each in sorted(self.all_statuses)]

    @property
    def all_statuses(self) -> set[int]:
        return {self.status, *self.refusals, *_ALWAYS}


_FILE: Final[Schema] = {"type": "string", "format": "binary"}
_FORM: Final[Schema] = {
    "type": "object",
    "properties": {
        "file": _FILE,
        **{name: {"type": "string"} for name in ("facility", "commit", "again")},
    },
    "required": ["file", "facility"],
}
_REPORT: Final[Schema] = {
    "type": "object",
    "properties": {
        **{name: {"type": "string"} for name in (*report_reading.FIELDS, report_reading.STORY)},
        "photo": {"type": "array", "items": _FILE, "maxItems": MOST_PHOTOS},
    },
    "required": list(report_reading.NEEDED),
}
_ROW: Final[Schema] = {"type": "integer", "minimum": 0}
_ID: Final = "/api/v1/imports/{id}"
ADDRESSES: Final = (
    Address(
        "post",
        "/api/v1/doses",
        "recordDoses",
        _("Ghi mũi tiêm của cơ sở, một hay nhiều mũi, và biết ngay từng mũi ra sao"),
        {JSON: ref("DosesTold")},
        "-H 'Content-Type: application/json' -H 'Idempotency-Key: lan-gui-1' -d @doses.json",
        refusals=(400, 413, 415, 422),
        sent={JSON: ref("DosesSent")},
        example=DOSES,
        needs_key=True,
    ),
    Address(
        "post",
        "/api/v1/imports",
        "uploadSheet",
        _(
            "Gửi tệp danh sách của cơ sở; "
            "với commit=true thì ghi các mũi mới ngay khi kiểm tra xong"
        ),
        {JSON: ref("Import")},
        f"-H 'Content-Type: {XLSX}' -H 'Idempotency-Key: tep-1' --data-binary @danh-sach.xlsx",
        status=202,
        refusals=(400, 409, 413, 415, 422),
        sent={**dict.fromkeys(FILES, _FILE), "multipart/form-data": _FORM},
        asked=(
            ("facility", {"type": "string"}),
            ("commit", {"type": "string", "enum": ["true", "false"]}),
            ("again", {"type": "string", "enum": ["true", "false"]}),
            ("name", {"type": "string"}),
        ),
        needs_key=True,
    ),
    Address(
        "get",
        _ID,
        "showImport",
        _("Xem tệp đang ở bước nào, bao nhiêu mũi ra sao"),
        {JSON: ref("Import")},
        "",
        refusals=(404,),
    ),
    Address(
        "get",
        f"{_ID}/rows",
        "listRows",
        _("Đọc kết quả từng mũi: từng trang JSON, hoặc tất cả dạng CSV"),
        {JSON: ref("Rows"), CSV: {"type": "string"}},
        "-H 'Accept: text/csv'",
        refusals=(404, 422),
        asked=(("after", _ROW), ("slot", _ROW)),
    ),
    Address(
        "get",
        f"{_ID}/result",
        "downloadResult",
        _("Tải lại chính tệp đó, kèm kết quả ở từng dòng"),
        {XLSX: _FILE},
        "-o ket-qua.xlsx",
        refusals=(404,),
    ),
    Address(
        "post",
        f"{_ID}/answers",
        "answerAboutFile",
        _("Trả lời những điều tệp chưa nói rõ (questions); tệp được kiểm tra tiếp"),
        {JSON: ref("Import")},
        "-H 'Content-Type: application/json' -d @answers.json",
        status=202,
        refusals=(400, 404, 409, 413, 415, 422),
        sent={JSON: ref("Answers")},
        example={"answers": {"sex": "1_male_2_female"}},
        asked=(("commit", {"type": "string", "enum": ["true", "false"]}),),
    ),
    Address(
        "post",
        f"{_ID}/commit",
        "commitImport",
        _("Đồng ý ghi các mũi mới của tệp; gọi lại không ghi thêm"),
        {JSON: ref("Import")},
        "-X POST",
        status=202,
        refusals=(404, 409),
    ),
    Address(
        "post",
        f"{_ID}/cancel",
        "cancelImport",
        _("Bỏ tệp: không ghi gì"),
        {JSON: ref("Import")},
        "-X POST",
        refusals=(404, 409),
    ),
    Address(
        "post",
        "/api/v1/reports",
        "sendReport",
        _("Gửi phản ánh của người dân kèm ảnh phiếu (khóa của kênh đối tác)"),
        {JSON: ref("Report")},
        "-H 'Idempotency-Key: pa-1' -F phone=0901234567 -F 'full_name=Nguyễn Thị Mẫu' "
        "-F birth_date=1987-04-03 -F photo=@phieu.jpg",
        status=201,
        refusals=(400, 409, 413, 415, 422),
        sent={"multipart/form-data": _REPORT},
        needs_key=True,
    ),
    Address(
        "get",
        "/api/v1/reports/{code}",
        "showReport",
        _("Xem phản ánh đã gửi qua kênh này đang ở bước nào"),
        {JSON: ref("Report")},
        "",
        refusals=(404,),
    ),
    Address(
        "post",
        "/api/v1/match",
        "matchPerson",
        _("Tìm xem một người có thể là hồ sơ nào (khóa của cán bộ xử lý)"),
        {JSON: ref("Match")},
        "-H 'Content-Type: application/json' -d @person.json",
        refusals=(400, 413, 415, 422),
        sent={JSON: ref("PersonAsked")},
        example=PERSON,
    ),
    Address(
        "post",
        "/api/v1/certificates/verify",
        "verifyCertificate",
        _("Kiểm tra một giấy chứng nhận, gửi chữ trong mã QR hoặc ảnh chụp mã (không cần khóa)"),
        {JSON: ref("Verification")},
        "-H 'Content-Type: application/json' -d @certificate.json",
        refusals=(400, 413, 415, 422),
        sent={JSON: ref("CertificateShown"), "image/png": _FILE, "image/jpeg": _FILE},
        example={"text": "HC1:..."},
        asked=(("rules", {"type": "string"}),),
        is_open=True,
    ),
    Address(
        "get",
        "/api/v1/facilities",
        "findFacilities",
        _("Tìm cơ sở tiêm chủng theo tên và nơi, như trên trang công khai (không cần khóa)"),
        {JSON: ref("Facilities")},
        "",
        refusals=(404, 422),
        asked=tuple((name, {"type": "string"}) for name in ("name", "place", "after")),
        is_open=True,
    ),
)


def description(origin: str) -> dict[str, Any]:
    """The whole as OpenAPI, in the language of whoever asks."""
    paths: dict[str, Any] = {}
    for address in ADDRESSES:
        paths.setdefault(address.path, {})[address.method] = _operation(address)
    return {
        "openapi": "3.1.0",
        "info": {"title": gettext("Sổ Tiêm cho phần mềm"), "version": "1"},
        "servers": [{"url": origin}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(address: Address) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": address.name,
        "summary": str(address.summary),
        "responses": {str(status): _response(address, status) for status in address.all_statuses},
        "parameters": _parameters(address),
    }
    if address.is_open:
        operation["security"] = []
    if address.sent:
        content = {kind: {"schema": schema} for kind, schema in address.sent.items()}
        if address.example:
            content[JSON]["example"] = dict(address.example)
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _parameters(address: Address) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "query", "schema": schema} for name, schema in address.asked
    ]
    for name, form in (("id", {"format": "uuid"}), ("code", {})):
        if f"{{{name}}}" in address.path:
            schema: Schema = {"type": "string", **form}
            found.append({"name": name, "in": "path", "required": True, "schema": schema})
    if address.needs_key:
        schema = {"type": "string", "minLength": 1, "maxLength": 200}
        name = "Idempotency-Key"
        found.append({"name": name, "in": "header", "required": True, "schema": schema})
    return found


def _response(address: Address, status: int) -> dict[str, Any]:
    told = address.told if status == address.status else {PROBLEM: ref("Error")}
    content = {kind: {"schema": schema} for kind, schema in told.items()}
    return {"description": str(_STATUSES[status]), "content": content}
