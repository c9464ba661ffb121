"""What near cases and the words of a complaint suggest: subject, severity, articles, each with its reason.

Nothing is applied from it; an officer reads it and decides.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from complaints.enums import Severity
from complaints.models import Category, Complaint
from complaints.selectors.similar import Similar
from foundation.core.thai.text import search_form
from foundation.knowledge.models import Article

if TYPE_CHECKING:
    from foundation.accounts.models import User

# So many near cases, and such a share of them, make a suggestion; fewer are chance.
ENOUGH, MOST = 2, 0.6
ARTICLES, WORDS, WORD_LENGTH = 3, 8, 4
# Words that speak of danger, in search form: they suggest at least high severity, whatever others were judged.
DANGER = (
    *("ไฟไหม้", "ไฟดูด", "ไฟช็อต", "ไฟรั่ว", "ปลั๊กไฟ", "ควัน", "แก๊สรั่ว", "บาดเจ็บ", "ลื่นล้ม", "ตกบันได", "ติดลิฟต์", "ลิฟต์ค้าง"),
    *(
        "ถล่ม",
        "ร่วงใส่",
        "หล่นใส่",
        "เลือด",
        "โรงพยาบาล",
        "fire",
        "smoke",
        "electric shock",
        "injur",
        "collaps",
        "stuck in the lift",
    ),
)


@dataclass(frozen=True)
class Suggestion:
    """One thing that could be chosen, and why."""

    label: str
    reason: str


@dataclass(frozen=True)
class Suggestions:
    """What is suggested for a case; None and empty where nothing speaks for anything."""

    category: Suggestion | None
    severity: Suggestion | None
    articles: list[tuple[Article, str]]

    @property
    def any(self) -> bool:
        """Whether there is something to show."""
        return bool(self.category or self.severity or self.articles)


def suggestions(user: "User", complaint: Complaint, near: list[Similar], *, at: datetime) -> Suggestions:
    """What speaks for another subject or for a severity, and articles on the same words. One statement beside those of
    the near cases, two where another subject is suggested."""
    return Suggestions(_category(complaint, near), _severity(complaint, near), _articles(user, complaint, at=at))


def _category(complaint: Complaint, near: list[Similar]) -> Suggestion | None:
    told = _most(each.complaint.category_id for each in near)
    if told is None or told[0] == complaint.category_id:
        return None
    category = Category.objects.filter(pk=told[0], is_offered=True).first()
    reason = _("%(n)s of %(of)s near cases stand under it") % {"n": told[1], "of": len(near)}
    return Suggestion(category.name, reason) if category else None


def _severity(complaint: Complaint, near: list[Similar]) -> Suggestion | None:
    if complaint.severity is not None:
        return None
    judged = [each.complaint.severity for each in near if each.complaint.severity]
    told = _most(judged)
    words = [word for word in DANGER if search_form(word) in complaint.search_text]
    if words and (told is None or told[0] < Severity.HIGH):
        reason = _("the words “%(words)s” speak of danger") % {"words": ", ".join(words[:3])}
        return Suggestion(str(Severity.HIGH.label), reason)
    if told is None:
        return None
    reason = _("%(n)s of %(of)s near cases were judged so") % {"n": told[1], "of": len(judged)}
    return Suggestion(str(Severity(told[0]).label), reason)


def _most(values: Iterable[int]) -> tuple[int, int] | None:
    """What most of them are, and how many; None where no value is common enough to mean something."""
    counts = Counter(values)
    if not counts:
        return None
    value, n = max(counts.items(), key=lambda each: (each[1], each[0]))
    return (value, n) if n >= ENOUGH and n / counts.total() >= MOST else None


def _articles(user: "User", complaint: Complaint, *, at: datetime) -> list[tuple[Article, str]]:
    """Articles in force that share words with the subject, most words first."""
    words = sorted(_words(complaint.subject), key=len, reverse=True)[:WORDS]
    if not words:
        return []
    shares = Q()
    for word in words:
        shares |= Q(search_text__contains=word)
    found = Article.objects.visible_to(user).in_force(at=at).filter(shares).order_by("-id")[: ARTICLES * 10]
    shared = [(article, [word for word in words if word in article.search_text]) for article in found]
    best = sorted(shared, key=lambda each: len("".join(each[1])), reverse=True)[:ARTICLES]
    return [(article, _("shares the words “%(words)s”") % {"words": ", ".join(hits[:3])}) for article, hits in best]


def _words(text: str) -> set[str]:
    return {word for word in _cut(search_form(text)) if len(word) >= WORD_LENGTH}


def _cut(text: str) -> list[str]:
    from pythainlp.tokenize import word_tokenize  # loads a dictionary; only a case page needs it

    return [word.strip() for word in word_tokenize(text, keep_whitespace=False)]
