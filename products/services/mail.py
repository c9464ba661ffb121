"""What leaves the house: the answer to an idea, where the person gave an address and agreed."""

from foundation.core import outbox
from products.models import Idea

ANSWER_KIND = "products.idea_answered"


def send_answer(idea: Idea) -> None:
    """Write the answer to the person behind the idea; the consent gate has the last word."""
    contact = getattr(idea, "contact", None)
    if contact is None or not contact.email:
        return
    outbox.send(
        kind=ANSWER_KIND,
        to=contact.email,
        language=idea.language,
        template="idea_answered",
        context={"number": idea.number, "title": idea.title, "status": idea.status, "answer": idea.answer},
        key=f"products.idea:{idea.public_id}:{idea.status}",
        purpose="idea-answer",
        subject_key=contact.data_key,
    )
