"""How complaints are joined to the mailbox: who takes its letters, which stay readable, who hears of bounces."""

from django.db.models import Exists, OuterRef


def connect() -> None:
    """Called from `AppConfig.ready()`."""
    from complaints.models import PlacedLetter
    from complaints.services import mail
    from complaints.services.incoming import take_letter
    from foundation.core import outbox
    from foundation.core.incoming import keeping, register_taker
    from foundation.core.models import IncomingWay

    def waits() -> Exists:
        return Exists(PlacedLetter.objects.waiting().filter(letter=OuterRef("pk")))

    register_taker(IncomingWay.EMAIL, take_letter)
    keeping.hold(waits)
    outbox.on_undelivered(mail.ABOUT, mail.tell_undelivered)
