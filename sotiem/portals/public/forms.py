"""What a stranger may hand in: the text of a certificate, or a picture of its code."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from certificate_format import health_card_codes
from sotiem.certificates import queries


class CertificateForm(forms.Form):
    """A certificate, in one of the two ways in which people have it at hand."""

    picture = forms.FileField(
        label=_("Cách 1: ảnh có mã QR"),
        help_text=_("Ảnh chụp màn hình hoặc ảnh chụp giấy, dạng PNG hoặc JPEG, không quá 8 MB."),
        required=False,
        max_length=255,
        error_messages={
            "empty": _("Tệp này không có nội dung. Hãy chọn lại ảnh có mã QR."),
            "invalid": _("Chưa nhận được tệp. Hãy chọn lại ảnh rồi gửi lại."),
            "missing": _("Chưa nhận được tệp. Hãy chọn lại ảnh rồi gửi lại."),
            "max_length": _("Tên tệp dài quá. Hãy đặt tên ngắn hơn rồi chọn lại."),
        },
    )
    text = forms.CharField(
        label=_("Cách 2: nội dung mã QR"),
        help_text=_("Dòng chữ mà máy quét đọc ra, bắt đầu bằng HC1: hoặc shc:/"),
        required=False,
        strip=False,
        max_length=health_card_codes.MAX_TEXT + 100,
        widget=forms.Textarea(
            attrs={"rows": 5, "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        ),
        error_messages={
            "max_length": _("Nội dung dài hơn mọi giấy chứng nhận. Hãy dán lại đúng một mã."),
            "null_characters_not_allowed": _("Nội dung có ký tự lạ. Hãy dán lại từ máy quét."),
        },
    )

    def clean_picture(self) -> str:
        """Read the code in the picture; the picture itself goes no further."""
        picture: UploadedFile[bytes] | None = self.cleaned_data["picture"]
        if picture is None:
            return ""
        try:
            if (picture.size or 0) > queries.PICTURE_BYTES:
                raise queries.PictureTooLarge
            code = queries.text_in_picture(picture.read())
        except queries.PictureTooLarge as error:
            raise forms.ValidationError(
                _("Ảnh quá lớn. Hãy cắt ảnh quanh mã QR, hoặc chụp màn hình rồi chọn lại.")
            ) from error
        except queries.PictureNotReadable as error:
            raise forms.ValidationError(
                _("Tệp này không phải ảnh PNG hay JPEG còn nguyên. Hãy chọn ảnh khác.")
            ) from error
        except queries.NoCodeInPicture as error:
            raise forms.ValidationError(
                _("Không thấy mã QR trong ảnh. Hãy chụp thẳng, đủ sáng, để mã chiếm gần hết ảnh.")
            ) from error
        if not code.startswith(queries.PREFIXES):
            raise forms.ValidationError(
                _("Mã QR trong ảnh không phải của giấy chứng nhận tiêm chủng. Hãy chọn ảnh khác.")
            )
        return code

    def clean_text(self) -> str:
        """Take out what mail programs and clipboards add."""
        code = queries.as_pasted(self.cleaned_data["text"])
        if code and not code.startswith(queries.PREFIXES):
            raise forms.ValidationError(
                _(
                    "Đây không phải mã của giấy chứng nhận tiêm chủng: "
                    "mã đó bắt đầu bằng HC1: hoặc shc:/"
                )
            )
        return code

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, and only one."""
        given = [name for name in ("picture", "text") if self.cleaned_data.get(name)]
        if not self.errors and not given:
            raise forms.ValidationError(
                _("Chưa có gì để kiểm tra. Hãy chọn ảnh có mã QR, hoặc dán nội dung mã.")
            )
        if len(given) > 1:
            raise forms.ValidationError(
                _("Bạn vừa chọn ảnh vừa dán nội dung. Hãy để lại một cách thôi.")
            )
        return self.cleaned_data

    @property
    def code(self) -> str:
        """The text to check, whichever way it came."""
        return str(self.cleaned_data["picture"] or self.cleaned_data["text"])
