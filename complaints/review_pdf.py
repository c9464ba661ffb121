"""The pack of a management review as PDF: all inputs of 8.6, minutes, decisions, from what was frozen and written."""

import datetime as dt
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from complaints.models import ManagementReview
from foundation.core.organisation import organisation
from foundation.core.pdf import build_pdf
from foundation.core.thai.dates import format_date, local_date

TEMPLATE = "case_file.typ"


def review_pdf(review: ManagementReview, *, language: str, now: dt.datetime) -> bytes:
    """The pack; a closed review gives the same bytes whenever it is asked for, in one language. Raises PdfError."""
    with translation.override(language):
        return build_pdf(TEMPLATE, _data(review, language), date=local_date(review.closed_at or now))


def _competence(internal: dict[str, Any]) -> list[tuple[str, str]]:
    """How many have the competence their roles need; reviews opened before it was counted say nothing."""
    if "competent" not in internal:
        return []
    words = _("%(good)s of %(needing)s") % {"good": internal["competent"], "needing": internal["needing_competence"]}
    return [(_("Of these, with every competence that their role needs"), words)]


def sections(review: ManagementReview, language: str) -> list[dict[str, Any]]:
    """Inputs, minutes and decisions as titled facts and tables, in the language that is active; pages show them too."""
    frozen = review.figures
    internal = frozen["internal"]
    named = {"category": _("By subject"), "cause": _("By root cause"), "channel": _("By door")}
    return [
        _facts(
            _("Internal factors"),
            [
                (_("Service standards in force"), str(internal["standards"])),
                (_("Categories offered"), str(internal["categories"])),
                (_("People who handle complaints"), str(internal["handlers"])),
                (_("People who investigate"), str(internal["investigators"])),
                *_competence(internal),
                (_("What changed in our house"), review.internal_factors),
            ],
        ),
        _facts(_("External factors"), [(_("What changed around us"), review.external_factors)]),
        _table(
            _("Overall performance and satisfaction"),
            (_("Figure"), _("In the span"), _("In the span before"), _("Target and cases counted")),
            [_measured(each, language) for each in frozen["performance"]],
        ),
        *(_ranked(label, frozen["breakdowns"][key], language) for key, label in named.items()),
        _table(
            _("What comes back at the same place"),
            (_("Subject"), _("Place"), _("Times"), ""),
            [(each["category"][language], each["place"], str(each["n"]), "") for each in frozen["recurring"]],
        ),
        _table(
            _("Results of audits"),
            (_("Reported on"), _("Audit"), _("Findings"), _("Conclusion")),
            [(_day(each["on"]), each["title"], str(each["findings"]), each["conclusion"]) for each in frozen["audits"]],
        ),
        _facts(_("Corrective and preventive actions"), _acted(frozen["actions"])),
        _table(
            _("Follow-up of earlier reviews"),
            (_("Due"), _("Decision"), _("Who"), _("What came of it")),
            [(_day(each["due_on"]), each["what"], each["owner"], _came(each)) for each in frozen["follow_up"]],
        ),
        _facts(_("Recommendations for improvement"), [(_("Recommended"), review.recommendations)]),
        _facts(
            _("Minutes of the review"),
            [
                (_("Held on"), format_date(review.held_on, "long") if review.held_on else ""),
                (_("Present"), review.attendees),
                (_("What was said"), review.minutes),
                (_("Word of the executive"), review.closing_note),
            ],
        ),
        _table(
            _("Decisions"),
            (_("Until"), _("Kind"), _("Who"), _("What is done")),
            [
                (format_date(each.due_on, "short"), each.get_kind_display(), str(each.owner), each.what)
                for each in review.decisions.select_related("owner")
            ],
        ),
    ]  # fmt: skip


def title_of(review: ManagementReview) -> str:
    """The span in words."""
    days = {"first": format_date(review.first_day, "long"), "last": format_date(review.last_day, "long")}
    return _("%(first)s to %(last)s") % days


def _data(review: ManagementReview, language: str) -> dict[str, Any]:
    closed = _("Closed on %(day)s by %(who)s") % {
        "day": format_date(local_date(review.closed_at), "long") if review.closed_at else "–",
        "who": review.closed_by or "–",
    }
    return {
        "language": language,
        "organisation": organisation(language).get("name", ""),
        "title": _("Management review of complaints handling"),
        "subject": title_of(review),
        "facts": [
            (_("Opened"), f"{format_date(local_date(review.opened_at), 'long')}, {review.opened_by}"),
            (_("Status"), closed if review.closed_at else _("open")),
        ],
        "lead": _("Figures stand as they were when the review was opened. They count cases and name nobody."),
        "contents": _("Contents"),
        "nothing": _("Nothing recorded."),
        "page": _("Page"),
        "secrecy": _("Internal"),
        "number": title_of(review),
        "heads": [_("Item"), _("What is recorded")],
        "sections": sections(review, language),
        "pictures_title": "",
        "pictures": [],
    }


def _facts(title: str, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    return {"title": title, "kind": "facts", "rows": [pair for pair in pairs if pair[1]]}


def _table(title: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> dict[str, Any]:
    return {"title": title, "kind": "table", "head": head, "rows": rows}


def _ranked(title: str, ranked: list[dict[str, Any]], language: str) -> dict[str, Any]:
    rows: list[tuple[str, ...]] = [(each["name"][language], str(each["n"]), "", "") for each in ranked]
    return _table(title, (_("Kind"), _("Complaints counted"), "", ""), rows)


def _measured(each: dict[str, Any], language: str) -> tuple[str, ...]:
    unit = each["unit"][language]
    target = _("target %(target)s · %(n)s counted") if each["target"] is not None else _("%(n)s counted")
    return (
        each["title"][language],
        _number(each["value"], unit, each["decimals"]),
        _number(each["before"], unit, each["decimals"]),
        target % {"target": _number(each["target"], unit, 0), "n": f"{each['n']:,}"},
    )


def _number(value: float | None, unit: str, decimals: int) -> str:
    return "–" if value is None else f"{value:,.{decimals}f} {unit}".strip()


def _acted(counts: dict[str, int]) -> list[tuple[str, str]]:
    return [
        (_("From complaints, in all"), str(counts["all"])),
        (_("Under way"), str(counts["open"])),
        (_("Of these past their day"), str(counts["overdue"])),
        (_("Done, effect not yet checked"), str(counts["done"])),
        (_("Shown to help"), str(counts["verified"])),
        (_("Did not help"), str(counts["ineffective"])),
    ]


def _day(iso: str) -> str:
    return format_date(dt.date.fromisoformat(iso), "short")


def _came(each: dict[str, Any]) -> str:
    if not each["done_on"]:
        return _("still open")
    return _("done on %(day)s: %(note)s") % {"day": _day(each["done_on"]), "note": each["note"]}
