"""Every write of products and innovation."""

from products.services.ideas import Contact, answer_idea, submit_idea, submit_public_idea
from products.services.people import GONE, erase_contact, hashes_of, reveal_contact

__all__ = [
    "GONE",
    "Contact",
    "answer_idea",
    "erase_contact",
    "hashes_of",
    "reveal_contact",
    "submit_idea",
    "submit_public_idea",
]
