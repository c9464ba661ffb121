"""Letters that come in: read from the mailbox, kept as a row first, then handed to the room that answers for them.

    register_taker(IncomingWay.EMAIL, take_letter)      # from `AppConfig.ready()`

The taker is called once for each letter, in the transaction that marks it as taken, with the row and what was read from
it. It must not answer machines (`Reading.automatic`), and believes no sender beyond what `Reading.is_suspect` leaves.
"""

from foundation.core.incoming.addresses import read_reply_address, reply_address
from foundation.core.incoming.reading import Attached, Bounce, Reading
from foundation.core.incoming.receiving import (
    forget_letter,
    opened,
    register_taker,
    sender_hash,
    take_in,
    work_off,
)

__all__ = [
    "Attached",
    "Bounce",
    "Reading",
    "forget_letter",
    "opened",
    "read_reply_address",
    "register_taker",
    "reply_address",
    "sender_hash",
    "take_in",
    "work_off",
]
