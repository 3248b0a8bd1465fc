"""E-mail, by the server that the settings name."""

import smtplib
from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage

from sotiem.messages.facts import Letter, NeverThere, NotNow

SUBJECT: Final = "Tin từ Sổ Tiêm"
NEVER: Final = 500  # from here on, the server says that it will not take it later either


def carry(letter: Letter) -> None:
    """Send one mail; its number is made of the key, by which mailboxes know it again."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    mail = EmailMessage(
        subject=SUBJECT,
        body=letter.text,
        to=[letter.email],
        headers={"Message-ID": f"<{letter.key}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        raise (NeverThere if min(codes) >= NEVER else NotNow)("refused") from None
    except (OSError, smtplib.SMTPException) as problem:
        raise NotNow(type(problem).__name__) from None
