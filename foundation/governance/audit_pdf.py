"""The report of an audit as PDF/UA."""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.core import references
from foundation.core.organisation import organisation
from foundation.core.pdf import build_pdf
from foundation.core.thai.dates import format_date
from foundation.governance import selectors
from foundation.governance.clauses import outline
from foundation.governance.models import Audit, AuditFinding, AuditSample
from foundation.governance.populations import get as population_of

TEMPLATE = "audit_report.typ"


def report_pdf(audit: Audit, *, reader: User) -> bytes:
    """The report in the reader's language; records are named only where the reader may see them. Raises PdfError."""
    at = audit.reported_at or timezone.now()
    return build_pdf(TEMPLATE, report_data(audit, reader=reader), date=timezone.localdate(at))


def report_data(audit: Audit, *, reader: User) -> dict[str, Any]:
    """What stands on the report: the same rows as the page."""
    language = get_language() or "th"
    findings = selectors.findings().filter(audit=audit).prefetch_related("records").order_by("number")
    subject = audit.get_subject_display()
    if audit.clause:
        subject = f"{subject} · {outline(audit.clause).heading}"
    return {
        "language": language,
        "organisation": organisation(language).get("name", ""),
        "title": _("Report of audit %(label)s") % {"label": audit.label},
        "heading": audit.title,
        "facts": [
            (_("Kind of subject"), subject),
            (_("Audited unit"), str(audit.unit)),
            (_("Auditor"), str(audit.auditor)),
            (_("Started"), format_date(audit.started_at, "long") if audit.started_at else "–"),
            (_("Reported"), format_date(audit.reported_at, "long") if audit.reported_at else "–"),
            (_("State"), audit.get_state_display()),
        ],
        "sections": {
            "conclusion": _("Conclusion"),
            "criteria": _("Against what it was audited"),
            "samples": _("Samples"),
            "answers": _("What the checklist found"),
            "findings": _("What the audit found"),
        },
        "conclusion": audit.conclusion,
        "criteria": audit.criteria,
        "samples": [_sample(row) for row in audit.samples.select_related("unit")],
        "answers_head": [_("Question"), _("Meets it"), _("Does not meet it"), _("Not applicable")],
        "answers": [
            [f"{place}. {row.question}", str(row.meets), str(row.fails), str(row.na)]
            for place, row in enumerate(selectors.tallies(audit), start=1)
        ],
        "findings": [_finding(row, reader) for row in findings],
        "no_findings": _("Nothing was found that does not meet the criteria."),
    }


def _sample(row: AuditSample) -> str:
    offered = population_of(row.population)
    words = _(
        "%(size)s of %(all)s records: %(population)s, %(first)s to %(last)s, %(unit)s. Seed %(seed)s, "
        "fingerprint of the records %(fingerprint)s."
    )
    return words % {
        "size": row.size,
        "all": row.population_count,
        "population": offered.label if offered else row.population,
        "first": format_date(row.first_day),
        "last": format_date(row.last_day),
        "unit": row.unit or _("every unit"),
        "seed": row.seed,
        "fingerprint": row.fingerprint[:16],
    }


def _finding(row: AuditFinding, reader: User) -> dict[str, Any]:
    cited = [references.resolve(reader, record.kind, record.record_id) for record in row.records.all()]
    facts = [
        (_("Clause"), outline(row.clause).heading),
        (_("Due"), format_date(row.due_on, "long") if row.due_on else "–"),
        (_("State"), row.get_state_display()),
    ]
    if cited:
        facts.insert(1, (_("Shown by"), ", ".join(each.title for each in cited if each) or str(len(cited))))
    if row.answer:
        facts.append((_("Answer of the unit"), row.answer))
    for action in selectors.actions_of_finding(row):
        facts.append((action.get_kind_display(), f"{action.action} ({action.owner}, {action.get_state_display()})"))
    if row.closed_at:
        facts.append((_("Closed"), f"{format_date(row.closed_at, 'long')}: {row.closing_note}"))
    return {"head": f"{row.label} · {row.get_grade_display()}", "text": row.text, "facts": facts}
