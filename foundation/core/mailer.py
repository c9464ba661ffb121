"""The one client of the mail server: it builds the letter, sends it, and says whether a failure will pass."""

from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage

from foundation.core.incoming.addresses import reply_address
from foundation.core.models import OutboxError, OutboxMessage


class TemporaryFailure(Exception):
    """The server could not take the letter now. The text is a reply code or an OutboxError, never an address."""


class PermanentFailure(Exception):
    """The server will never take this letter. The text is a reply code."""


@dataclass(frozen=True)
class Letter:
    """What goes out."""

    to: str
    subject: str
    body: str
    language: str
    message_id: str
    reply_to: str = ""

    @classmethod
    def of(cls, message: OutboxMessage) -> Self:
        """The opened content of a stored message."""
        return cls(
            to=message.recipient or "",
            subject=message.subject or "",
            body=message.body or "",
            language=message.language,
            message_id=message.message_id,
            reply_to=reply_address(message.about_kind, message.about_id),
        )


def send_email(letter: Letter) -> None:
    """Hand the letter to the mail server, with a timeout.

    `Auto-Submitted` (RFC 3834) keeps vacation replies and other robots from answering; the fixed Message-ID lets a
    server recognise a letter that a crash made us send twice.
    Raises TemporaryFailure and PermanentFailure.
    """
    headers = {
        "Message-ID": letter.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": letter.language,
    }
    if settings.MAILBOX_ADDRESS:
        headers["X-Loop"] = settings.MAILBOX_ADDRESS  # our own letter, should it come back to the mailbox
    email = EmailMessage(
        letter.subject,
        letter.body,
        settings.DEFAULT_FROM_EMAIL,
        [letter.to],
        headers=headers,
        reply_to=[letter.reply_to] if letter.reply_to else None,
    )
    try:
        email.send()
    except SMTPRecipientsRefused as error:
        codes = [code for code, _reason in error.recipients.values()]
        raise _failure(codes[0] if codes else 0) from error
    except SMTPResponseException as error:
        raise _failure(error.smtp_code) from error
    except (SMTPException, OSError) as error:
        raise TemporaryFailure(OutboxError.UNREACHABLE.value) from error


def _failure(code: int) -> TemporaryFailure | PermanentFailure:
    """Replies from 500 on are final (RFC 5321, 4.2.1), except that our own sign-in (530 to 538) may be mended."""
    kind = PermanentFailure if code >= 500 and not 530 <= code <= 538 else TemporaryFailure
    return kind(str(code))
