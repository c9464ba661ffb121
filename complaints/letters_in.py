"""How complaints are joined to the mailbox and to LINE: who takes what comes, what stays readable, who hears of
bounces."""

from django.db.models import Exists, OuterRef


def connect() -> None:
    """Called from `AppConfig.ready()`."""
    from complaints.models import PlacedLetter
    from complaints.services import mail
    from complaints.services.incoming import take_letter
    from complaints.services.line import take_line
    from foundation.core import outbox
    from foundation.core.incoming import keeping, register_taker
    from foundation.core.models import IncomingWay

    def waits() -> Exists:
        return Exists(PlacedLetter.objects.waiting().filter(letter=OuterRef("pk")))

    register_taker(IncomingWay.EMAIL, take_letter)
    register_taker(IncomingWay.LINE, take_line)
    keeping.hold(waits)
    outbox.on_undelivered(mail.ABOUT, mail.tell_undelivered)
