"""Reads of canned answers."""

from dataclasses import dataclass, field

from complaints.enums import EditionStatus
from complaints.models import AnswerEdition, AnswerTemplate


@dataclass
class Answer:
    """An answer with its words: those in use, and those that wait."""

    template: AnswerTemplate
    in_use: AnswerEdition | None = None
    draft: AnswerEdition | None = None
    editions: list[AnswerEdition] = field(default_factory=list)

    @property
    def shown(self) -> AnswerEdition | None:
        """The words that stand for it in a list."""
        return self.in_use or self.draft


def answers(*, retired: bool = False) -> list[Answer]:
    """Every answer, by purpose and heading. A few dozen at most, so no pages."""
    found: dict[int, Answer] = {}
    rows = AnswerEdition.objects.filter(template__is_retired=retired).exclude(status=EditionStatus.REPLACED)
    for row in rows.select_related("template", "author", "approved_by").order_by("template__purpose", "title_th", "pk"):
        _sort_in(found.setdefault(row.template_id, Answer(row.template)), row)
    return list(found.values())


def answer(public_id: str) -> Answer | None:
    """One answer with all its editions, newest first."""
    template = AnswerTemplate.objects.filter(public_id=public_id).first()
    if template is None:
        return None
    found = Answer(template)
    for row in template.editions.select_related("author", "approved_by"):
        _sort_in(found, row)
    return found


def offered_answers() -> list[AnswerEdition]:
    """The approved words that the reply form offers, by purpose."""
    rows = AnswerEdition.objects.filter(status=EditionStatus.APPROVED, template__is_retired=False)
    return list(rows.select_related("template").order_by("template__purpose", "title_th", "pk"))


def offered_answer(public_id: str) -> AnswerEdition | None:
    """One approved edition, by its own id."""
    rows = AnswerEdition.objects.filter(status=EditionStatus.APPROVED, template__is_retired=False)
    return rows.select_related("template").filter(public_id=public_id).first()


def _sort_in(answer: Answer, row: AnswerEdition) -> None:
    answer.editions.append(row)
    if row.status == EditionStatus.APPROVED:
        answer.in_use = row
    elif row.status == EditionStatus.DRAFT:
        answer.draft = row
