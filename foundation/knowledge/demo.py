"""Demo articles of two years: in force, in review, in draft, one past its date."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from foundation.accounts.models import User
from foundation.knowledge import services
from foundation.knowledge.demo_texts import TEXTS, Text
from foundation.knowledge.models import Article


def build(now: datetime, people: Mapping[str, User]) -> None:
    """Write the articles through the services; nothing where there are some already."""
    if Article.objects.exists():
        return
    for text in TEXTS:
        _tell(text, now - timedelta(days=text.days_ago), people)


def _tell(text: Text, at: datetime, people: Mapping[str, User]) -> None:
    author, reviewer = people[text.author], people[text.reviewer]
    values = {
        "kind": text.kind,
        "title_th": text.title_th,
        "title_en": text.title_en,
        "body_th": text.body_th,
        "body_en": text.body_en,
        "for_public": text.for_public,
    }
    article = services.write_article(values=values, by=author, now=at)
    if text.steps >= 1:
        services.move_article(article_id=article.pk, move="submit", by=author, now=at + timedelta(days=1))
    if text.steps >= 2:
        services.move_article(article_id=article.pk, move="publish", by=reviewer, now=at + timedelta(days=3))
        for name, helped in text.answers:
            services.answer_usefulness(
                article_id=article.pk, helped=helped, by=people[name], now=at + timedelta(days=9)
            )
