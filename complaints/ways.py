"""By which way a complainant hears from us: the one that was wished, or the next that leads to the same person."""

from complaints.enums import Reply
from complaints.models import Complainant
from foundation.core.contacts import can_take_sms
from foundation.core.gateways import sms_is_open
from foundation.core.line import line_is_open


def way_to(person: Complainant) -> Reply:
    """The way of sending; PAGE where nothing is sent. LINE needs to be tied and to reach the person; else another."""
    if person.reply_by == Reply.LINE:
        return Reply.LINE if is_tied(person) and not person.line_away else way_besides_line(person)
    if person.reply_by == Reply.SMS and person.phone:
        return Reply.SMS
    if person.reply_by == Reply.EMAIL and person.email:
        return Reply.EMAIL
    return Reply.PAGE


def way_besides_line(person: Complainant) -> Reply:
    """The way for whom LINE was wished and does not lead there."""
    if person.email:
        return Reply.EMAIL
    if sms_is_open() and can_take_sms(person.phone or ""):
        return Reply.SMS
    return Reply.PAGE


def is_tied(person: Complainant) -> bool:
    """Whether messages can go to the person by LINE."""
    return line_is_open() and bool(person.line_user)
