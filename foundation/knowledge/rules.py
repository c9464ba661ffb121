"""Who may do what with articles: pure predicates, read by views, templates and services."""

from typing import TYPE_CHECKING

from foundation.accounts.permissions import Permission
from foundation.knowledge.enums import Status
from foundation.knowledge.lifecycle import MOVES

if TYPE_CHECKING:
    from foundation.accounts.models import User
    from foundation.knowledge.models import Article

LINKS_LIMIT = 20  # of one article: each is looked up for its reader


def is_theirs(user: "User", article: "Article") -> bool:
    """Whether the person wrote it or answers for it, or reviews what others write."""
    return user.pk in {article.author_id, article.owner_id} or user.can(Permission.KNOWLEDGE_PUBLISH)


def may_edit(user: "User", article: "Article") -> bool:
    """Its author, its owner and reviewers change a draft."""
    return article.status == Status.DRAFT and is_theirs(user, article)


def may_link(user: "User", article: "Article") -> bool:
    """Whoever may edit it says what it is about, at any time: links are no part of the text that was released."""
    return user.can(Permission.KNOWLEDGE_WRITE) and is_theirs(user, article)


def may_move(user: "User", article: "Article", move: str) -> bool:
    """Whether the person may take the step: the role grants it, and nobody publishes what they wrote."""
    step = MOVES[move]
    granted = step.permission is None or user.can(Permission(step.permission))
    return granted and not ("other_person" in step.demands and user.pk == article.author_id)
