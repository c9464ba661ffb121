"""What leaves the house: texts in the complainant's language, sent through the outbox; notes to colleagues."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from complaints import rules
from complaints.enums import MessageKind, Reply
from complaints.models import Complainant, Complaint, Confirmation, FairnessReview, Message
from complaints.services.links import make_link
from complaints.ways import way_besides_line, way_to
from foundation.core import outbox
from foundation.core.notifications import notify
from foundation.core.thai.dates import format_date, format_datetime

if TYPE_CHECKING:
    from foundation.accounts.models import User
    from foundation.core.models import OutboxMessage

# What messages to complainants are about, for answers and bounces (core.outbox).
ABOUT = "complaint"


def send_receipt(complaint: Complaint, *, tracking_code: str) -> None:
    """The automatic acknowledgement: number, code and dates, in the complainant's language.

    The code lies sealed in the outbox until it is sent, then it is wiped; we keep only its hash.
    """
    _send(
        complaint,
        "complaint_received",
        {"tracking_code": tracking_code, "is_misconduct": complaint.is_misconduct},
        key=f"receipt:{complaint.public_id}",
    )


def send_message(complaint: Complaint, message: Message) -> None:
    """A message to the complainant, by e-mail where an address is known; the tracking page always has it."""
    _send(
        complaint,
        "complaint_message",
        {"body": message.body, "is_decision": message.kind == MessageKind.DECISION},
        key=f"message:{message.public_id}",
    )


def send_figures(*, to: str, figures: str, minutes: int, language: str, key: str) -> None:
    """The one-time password that opens one's own matters, to an e-mail address or a mobile number. Nothing in it says
    which they are."""
    context = {"figures": figures, "minutes": minutes}
    outbox.send(
        kind="complaints.one_time",
        channel="email" if "@" in to else "sms",
        to=to,
        language=language,
        template="one_time",
        context=context,
        key=f"one-time:{key}",
    )


def send_question(complaint: Complaint, question: Confirmation, *, token: str) -> None:
    """“Is it done?”, with the link that answers it once.

    The token lies sealed in the outbox until it is sent, then it is wiped; we keep only its hash.
    """
    with translation.override(complaint.language):
        expires = format_date(timezone.localdate(question.expires_at), "long")
    link = f"{settings.SITE_URL}{reverse('complaints:portal-confirm', args=[token])}"
    _send(
        complaint,
        "complaint_confirm",
        {"link": link, "expires": expires, "carried_out": complaint.carried_out},
        key=f"confirm:{question.public_id}",
    )


def send_fairness(complaint: Complaint, review: FairnessReview, *, token: str) -> None:
    """“Were you treated fairly?”, asked of a random few, with the link that answers it once."""
    with translation.override(complaint.language):
        expires = format_date(timezone.localdate(review.expires_at), "long")
    link = f"{settings.SITE_URL}{reverse('complaints:portal-fair', args=[token])}"
    context: dict[str, object] = {"link": link, "expires": expires}
    _send(complaint, "complaint_fairness", context, key=f"fair:{review.public_id}")


def acknowledgement_text(complaint: Complaint) -> str:
    """The acknowledgement that an officer may change before sending."""
    with translation.override(complaint.language):
        officer = complaint.handler.get_full_name() if complaint.handler else _("Our officer")
        text = _(
            "We have read your complaint %(number)s. %(officer)s is in charge of it and will keep you informed."
        ) % {"number": complaint.number, "officer": officer}
        due_at = complaint.resolve_due_at or complaint.reply_due_at
        if due_at:
            text += "\n\n" + _("You will hear the outcome by %(when)s.") % {"when": format_datetime(due_at, "weekday")}
        return text


def decision_text(complaint: Complaint, *, covering: str = "") -> str:
    """The decision as the complainant reads it: outcome, reasons, remedies, prevention, until when to answer."""
    with translation.override(complaint.language):
        parts = [covering] if covering else []
        parts.append(_("Our decision: %(outcome)s") % {"outcome": complaint.get_outcome_display()})
        parts.append(complaint.decision)
        remedies = "\n".join(f"– {label}" for label in complaint.remedies_decided_labels)
        parts.append(_("What we do:") + "\n" + remedies)
        if complaint.prevention:
            parts.append(_("So that it does not happen again:") + "\n" + complaint.prevention)
        if complaint.carry_out_by:
            parts.append(_("Done by %(date)s.") % {"date": format_date(complaint.carry_out_by, "long")})
        parts.append(
            _(
                "Please tell us on the tracking page whether you accept this. If you do not, the case stays open, "
                "and we tell you where you can turn."
            )
        )
        return "\n\n".join(parts)


def recourse_text(complaint: Complaint, *, internal: str, external: str) -> str:
    """Where a complainant who does not accept the decision can turn."""
    with translation.override(complaint.language):
        parts = [_("You do not accept our decision. Your case stays open, and you have these ways onward:")]
        if internal:
            parts.append(_("Inside our organisation: %(body)s") % {"body": internal})
        if external:
            parts.append(_("Outside: %(body)s") % {"body": external})
        parts.append(_("Using them costs nothing and takes no right from you."))
        return "\n\n".join(parts)


def usual_ways(complaint: Complaint) -> dict[str, str]:
    """The review inside and the bodies outside, in the usual words and the complainant's language."""
    with translation.override(complaint.language):
        return {
            "internal": _("Review by a manager who was not involved. Answer this message or call us within 30 days."),
            "external": _("Government Complaint Centre 1111, Damrongdhama Centre 1567, the Administrative Court."),
        }


def tell_investigator(complaint: Complaint, *, by: "User") -> None:
    """Tell the investigator of a new case, once."""
    if complaint.investigator and complaint.investigator_id != by.pk:
        _tell(
            complaint.investigator,
            partial(_text_investigator, complaint.number, complaint.subject),
            complaint,
            f"complaint-investigate:{complaint.public_id}:{complaint.version}",
        )


def tell_handler(complaint: Complaint, *, by: "User") -> None:
    """Tell an officer that a case was handed over."""
    if complaint.handler and complaint.handler_id != by.pk:
        _tell(
            complaint.handler,
            partial(_text_handler, complaint.number, complaint.subject),
            complaint,
            f"complaint-assigned:{complaint.public_id}:{complaint.version}",
        )


def tell_handler_of_message(complaint: Complaint, message: Message) -> None:
    """Tell the officer in charge that the complainant wrote."""
    if complaint.handler:
        _tell(
            complaint.handler,
            partial(_text_message, complaint.number),
            complaint,
            f"complaint-message:{message.public_id}",
        )


def refuse_letter(*, to: str, language: str, key: str) -> None:
    """Tell a sender that the letter was too large, and how it reaches us all the same."""
    outbox.send(
        kind="complaints.letter_refused",
        to=to,
        language=language,
        template="complaint_letter_refused",
        context={"path": reverse("complaints:portal-new"), "megabytes": settings.ATTACHMENT_MAX_BYTES // 2**20},
        key=f"complaints.letter-refused:{key}",
    )


def tell_undelivered(message: "OutboxMessage") -> None:
    """Tell the officer in charge that a message to the complainant did not arrive (core.outbox)."""
    complaint = Complaint.objects.select_related("handler").filter(public_id=message.about_id).first()
    if complaint and message.channel == "line":
        _go_another_way(complaint, message)
    if complaint and complaint.handler and rules.may_see(complaint.handler, complaint):
        text = partial(_text_undelivered, complaint.number)
        _tell(complaint.handler, text, complaint, f"complaint-undelivered:{message.public_id}")


def send_line_tied(complaint: Complaint, *, key: str) -> None:
    """The first message by LINE: that it is tied to the case, with a link that opens it once."""
    _send(complaint, "line_tied", {}, key=f"line-tied:{key}")


def answer_line(*, to: str, template: str, key: str) -> None:
    """A word to somebody at LINE of whom we know no case, in Thai as most write there: what to do now."""
    outbox.send(
        kind=f"complaints.{template}",
        channel="line",
        to=to,
        language="th",
        template=template,
        context={"link": settings.SITE_URL + reverse("complaints:portal-track")},
        key=f"complaints.{template}:{key}",
    )


def _go_another_way(complaint: Complaint, message: "OutboxMessage") -> None:
    """What LINE did not take goes by the next way that leads to the complainant, if there is one."""
    person = getattr(complaint, "complainant", None)
    way = way_besides_line(person) if person else Reply.PAGE
    if not person or way == Reply.PAGE:
        return
    outbox.send(
        kind="complaints.other_way",
        channel=way.value,
        to=(person.email if way == Reply.EMAIL else person.phone) or "",
        language=complaint.language,
        template="complaint_other_way",
        context={"number": complaint.number, "text": (message.body or "").strip()},
        key=f"complaints.other-way:{message.public_id}",
        subject_key=person.data_key,
        about=(ABOUT, complaint.public_id),
    )


def case_url(complaint: Complaint) -> str:
    """The staff address of a case."""
    return reverse("complaints:staff-detail", args=[complaint.number])


def _text_investigator(number: str, subject: str) -> str:
    return _("You are to investigate %(number)s: %(subject)s") % {"number": number, "subject": subject}


def _text_handler(number: str, subject: str) -> str:
    return _("You are now in charge of %(number)s: %(subject)s") % {"number": number, "subject": subject}


def _text_message(number: str) -> str:
    return _("The complainant wrote in %(number)s") % {"number": number}


def _text_undelivered(number: str) -> str:
    return _("A message to the complainant of %(number)s was not delivered. Please try another way.") % {
        "number": number
    }


def _tell(user: "User", text: Callable[[], str], complaint: Complaint, key: str) -> None:
    notify(user, text, case_url(complaint), key)


def _send(complaint: Complaint, template: str, context: dict[str, object], *, key: str) -> None:
    person = getattr(complaint, "complainant", None)
    way = way_to(person) if person else Reply.PAGE
    if person and way in {Reply.SMS, Reply.LINE}:
        _send_short(complaint, person, way, template, context, key=key)
    if not person or way != Reply.EMAIL:
        return
    with translation.override(complaint.language):
        standard = complaint.resolve_standard or complaint.reply_standard
        due_at = complaint.resolve_due_at or complaint.reply_due_at
        facts = {
            "number": complaint.number,
            "subject": complaint.subject,
            "track_path": reverse("complaints:portal-track"),
            "due": format_datetime(due_at, "weekday") if due_at else "",
            "promise": standard.promise if standard else "",
            "item": standard.item if standard else "",
            "can_reply": bool(settings.MAILBOX_ADDRESS),
        }
    outbox.send(
        kind=f"complaints.{template.removeprefix('complaint_')}",
        to=person.email or "",
        language=complaint.language,
        template=template,
        context={**facts, **context},
        key=f"complaints.{key}",
        subject_key=person.data_key,
        about=(ABOUT, complaint.public_id),
    )


def _send_short(
    complaint: Complaint, person: Complainant, way: Reply, template: str, context: dict[str, object], *, key: str
) -> None:
    """A short message: what it is about by number alone, and a link that works once. Everybody may see a telephone's
    screen, so no word of the matter stands in it; LINE's servers are not ours either."""
    link = context.get("link") or settings.SITE_URL + reverse(
        "complaints:portal-link", args=[make_link(complaint, now=timezone.now())]
    )
    outbox.send(
        kind=f"complaints.{template.removeprefix('complaint_')}",
        channel=way.value,
        to=(person.line_user if way == Reply.LINE else person.phone) or "",
        language=complaint.language,
        template=template,
        context={"number": complaint.number, "link": link},
        key=f"complaints.{key}",
        subject_key=person.data_key,
        about=(ABOUT, complaint.public_id),
    )
