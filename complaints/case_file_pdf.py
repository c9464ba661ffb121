"""The complete file of a case as PDF/UA: cover, person, path, talk, evidence, decision, ways onward, clocks.

Everything is told as of the moment the file was asked for, so that the same file gives the same bytes. PDF documents of
the case stand behind it. The contact is masked unless it was asked for in clear; what people wrote stands as they
wrote it, and the cover says so.
"""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from complaints import rules_words, selectors
from complaints.case_file_images import drawings
from complaints.case_file_investigation import cause_rows, evidence_rows, plan_rows
from complaints.case_file_papers import Paper, appended, papers_of
from complaints.models import CaseFile, Complaint, DueChange, Pause, Recourse
from complaints.templatetags.complaints import step_label, who
from foundation.core.models import Attachment
from foundation.core.organisation import organisation
from foundation.core.pdf import build_pdf
from foundation.core.thai.dates import format_date, format_datetime, local_date

TEMPLATE = "case_file.typ"
Pairs = list[tuple[str, str]]


def case_file_pdf(row: CaseFile, complaint: Complaint) -> bytes:
    """The file in the language it was asked in; `complaint` as `selectors.case` reads it. Raises PdfError."""
    with translation.override(row.language):
        papers = papers_of(_files_then(row, complaint))
        body = build_pdf(TEMPLATE, case_file_data(row, complaint, papers), date=local_date(row.asked_at))
    return appended(body, papers)


def _files_then(row: CaseFile, complaint: Complaint) -> list[Attachment]:
    return [file for file in selectors.files(complaint) if file.created_at <= row.asked_at]


def case_file_data(row: CaseFile, complaint: Complaint, papers: list[Paper]) -> dict[str, Any]:
    """What stands in the file, in the language that is active."""
    files = _files_then(row, complaint)
    sections = [
        _facts(_("Who complains"), _person(complaint, is_masked=row.is_masked)),
        _facts(_("What was told"), _story(complaint)),
        _facts(_("The first assessment"), _assessment(complaint)),
        _table(_("The path"), (_("When"), _("Step"), _("Who"), _("Reason")), _path(row, complaint)),
        _talk(row, complaint),
        _facts(_("Investigation"), _investigation(complaint)),
        *_investigated(row, complaint),
        _facts(_("Decision and what was done"), _decision(complaint)),
        _table(_("Ways onward that were told"), (_("When"), _("Way"), _("Words"), _("By")), _recourse(row, complaint)),
        _facts(_("How the complainant judged it"), _rating(complaint)),
        _table(
            _("Promised dates"), (_("Promise"), _("Promised by"), _("Kept on"), _("Result")), _clocks(row, complaint)
        ),
        _table(_("Dates that moved"), (_("When"), _("From"), _("To"), _("Why")), _moved(row, complaint)),
        _table(
            _("When the clock stood still"),
            (_("From"), _("Until"), _("Why"), _("Who stopped it")),
            _pauses(row, complaint),
        ),
        _table(_("Evidence and attachments"), (_("File"), _("Came in"), _("By"), "SHA-256"), _files(files)),
        _facts(_("PDF documents"), [(paper.name, paper.said) for paper in papers]),
    ]
    return {
        "language": row.language,
        "organisation": organisation(row.language).get("name", ""),
        "title": _("Case file %(number)s") % {"number": complaint.number},
        "subject": complaint.subject,
        "facts": _cover(row, complaint),
        "lead": _("Contact details are masked. Texts, pictures and documents stand as they came, and may name people.")
        if row.is_masked
        else _("This file shows who complains. Keep it where only those who work on the case can read it."),
        "contents": _("Contents"),
        "nothing": _("Nothing recorded."),
        "page": _("Page"),
        "secrecy": _("Confidential"),
        "number": complaint.number,
        "heads": [_("Item"), _("What is recorded")],
        "sections": sections,
        "pictures_title": _("Pictures"),
        "pictures": drawings(files),
    }


def _investigated(row: CaseFile, complaint: Complaint) -> list[dict[str, Any]]:
    """The plan, the log of evidence and the fishbone, as they stood when the file was asked for."""
    plan, log = plan_rows(complaint, row.asked_at), evidence_rows(complaint, row.asked_at)
    causes = cause_rows(complaint, row.asked_at)
    drawn = (_("Bone"), _("Possible cause"), _("Evidence for it"), _("Root"))
    return [
        _table(
            _("Plan of the investigation"), (_("Question or step"), _("Who"), _("By when"), _("What it brought")), plan
        ),
        _table(_("Log of evidence"), (_("What it shows"), _("Where it comes from"), _("Obtained"), _("Reliance")), log),
        *([_table(_("Fishbone"), drawn, causes)] if causes else []),
    ]


def _facts(title: str, pairs: Pairs) -> dict[str, Any]:
    return {"title": title, "kind": "facts", "rows": [pair for pair in pairs if pair[1]]}


def _table(title: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> dict[str, Any]:
    return {"title": title, "kind": "table", "head": head, "rows": rows}


def _cover(row: CaseFile, complaint: Complaint) -> Pairs:
    return [
        (_("Status"), complaint.state),
        (_("Received"), format_datetime(complaint.received_at, "long")),
        (_("Unit in charge"), complaint.unit.name),
        (_("Officer"), str(complaint.handler or "–")),
        (_("File made for"), str(row.asked_by)),
        (_("As of"), format_datetime(row.asked_at, "long")),
        (_("Reason for the file"), row.reason),
        (_("Identity"), _("masked") if row.is_masked else _("in clear")),
        (_("Internal notes"), _("included") if row.with_notes else _("left out")),
    ]


def _person(complaint: Complaint, *, is_masked: bool) -> Pairs:
    pairs: Pairs = [(_("How the complaint was made"), complaint.get_identity_display())]
    person = getattr(complaint, "complainant", None)
    if person is None:
        return pairs
    shown = (
        (_("Name"), person.name or "", rules_words.masked_name),
        (_("Telephone"), person.phone or "", rules_words.masked_phone),
        (_("E-mail"), person.email or "", rules_words.masked_email),
        (_("Address"), person.address or "", _hidden),
        (_("On behalf of"), person.representative or "", rules_words.masked_name),
    )
    pairs += [(label, mask(value) if is_masked else value) for label, value, mask in shown]
    return [*pairs, (_("Answer by"), person.get_reply_by_display())]


def _hidden(value: str) -> str:
    return "…" if value else ""


def _story(complaint: Complaint) -> Pairs:
    return [
        (_("Category"), complaint.category.name),
        (_("Came by"), complaint.get_channel_display()),
        (_("Outside reference"), complaint.external_reference),
        (_("Place"), complaint.place),
        (_("Product or service"), complaint.product),
        (_("Day it happened"), format_date(complaint.occurred_on, "long") if complaint.occurred_on else ""),
        (_("Remedy asked for"), ", ".join(complaint.remedies_requested_labels)),
        (_("In the complainant's words"), complaint.remedy_wish),
        (_("What happened"), complaint.description),
    ]


def _assessment(complaint: Complaint) -> Pairs:
    if complaint.assessed_at is None:
        return []
    yes_no = {True: _("yes"), False: _("no"), None: "–"}
    return [
        (_("Severity"), complaint.get_severity_display() or ""),
        (_("Touches safety"), yes_no[complaint.is_safety_matter]),
        (_("Complexity"), complaint.get_complexity_display() or ""),
        (_("Impact"), complaint.get_impact_display() or ""),
        (_("Immediate action needed"), yes_no[complaint.needs_immediate_action]),
        (_("Immediate action possible"), yes_no[complaint.can_act_immediately]),
        (_("What was done at once"), complaint.immediate_action),
        (_("Order of work"), f"{complaint.get_priority_display()} {complaint.priority_reason}".strip()),
        (_("Assessed"), f"{complaint.assessed_by}, {format_datetime(complaint.assessed_at, 'long')}"),
    ]


def _path(row: CaseFile, complaint: Complaint) -> list[tuple[str, ...]]:
    moments = [moment for moment in reversed(selectors.history(complaint)) if moment.at <= row.asked_at]
    return [
        (format_datetime(moment.at, "short"), step_label(moment.item), who(moment.item), moment.item.reason)
        for moment in moments
        if moment.kind == "step"
    ]


def _talk(row: CaseFile, complaint: Complaint) -> dict[str, Any]:
    wanted = {"message", "note"} if row.with_notes else {"message"}
    said = []
    for moment in selectors.conversation(complaint):
        if moment.kind not in wanted or moment.at > row.asked_at:
            continue
        if moment.kind == "note":
            name = _("Internal note by %(who)s") % {"who": moment.item.author}
        else:
            name = str(moment.item.author or (_("To the complainant") if moment.item.is_ours else _("Complainant")))
        said.append({"who": name, "at": format_datetime(moment.at, "long"), "body": moment.item.body})
    return {"title": _("Conversation"), "kind": "talk", "rows": said}


def _investigation(complaint: Complaint) -> Pairs:
    return [
        (_("Investigator"), str(complaint.investigator or "")),
        (_("Complained about"), str(complaint.complained_about or "")),
        (_("Findings"), complaint.findings),
        (_("Root cause"), complaint.root_cause),
        (_("Kind of cause"), complaint.get_cause_kind_display()),
        (_("The whys on the way"), "\n".join(complaint.whys)),
        (_("Recorded"), format_datetime(complaint.findings_at, "long") if complaint.findings_at else ""),
    ]


def _decision(complaint: Complaint) -> Pairs:
    decided = f"{complaint.decided_by}, {format_datetime(complaint.decided_at, 'long')}" if complaint.decided_at else ""
    return [
        (_("Outcome"), complaint.get_outcome_display()),
        (_("Decided by"), decided),
        (_("Reasons"), complaint.decision),
        (_("Remedies"), ", ".join(complaint.remedies_decided_labels)),
        (_("So that it does not happen again"), complaint.prevention),
        (_("To be done by"), format_date(complaint.carry_out_by, "long") if complaint.carry_out_by else ""),
        (_("Answer of the complainant"), complaint.get_answer_display()),
        (_("What was carried out"), complaint.carried_out),
        (_("How the ways onward ended"), complaint.get_exhaustion_display()),
        (_("Closed on"), format_datetime(complaint.closed_at, "long") if complaint.closed_at else ""),
    ]


def _recourse(row: CaseFile, complaint: Complaint) -> list[tuple[str, ...]]:
    told = Recourse.objects.filter(complaint=complaint, told_at__lte=row.asked_at).select_related("told_by")
    return [
        (format_datetime(each.told_at, "short"), each.get_kind_display(), each.body, str(each.told_by)) for each in told
    ]


def _rating(complaint: Complaint) -> Pairs:
    rating = getattr(complaint, "rating", None)
    if rating is None:
        return []
    return [
        (_("How we handled it"), _("%(n)s of 5") % {"n": rating.process}),
        (_("What came of it"), _("%(n)s of 5") % {"n": rating.outcome} if rating.outcome else ""),
        (_("Comment"), rating.comment),
        (_("Rated on"), format_datetime(rating.at, "long")),
    ]


def _clocks(row: CaseFile, complaint: Complaint) -> list[tuple[str, ...]]:
    results = {"ok": _("in time"), "soon": _("runs"), "late": _("late"), "pause": _("stands still"), "none": "–"}
    return [
        (
            f"{clock.label}\n{clock.duration}",
            format_datetime(clock.due_at, "short") if clock.due_at else "–",
            format_datetime(clock.met_at, "short") if clock.met_at else "–",
            results[clock.state] if clock.is_met or clock.state != "ok" else _("runs"),
        )
        for clock in selectors.clocks_of(complaint, now=row.asked_at, explained=True)
    ]


def _moved(row: CaseFile, complaint: Complaint) -> list[tuple[str, ...]]:
    changes = DueChange.objects.filter(complaint=complaint, at__lte=row.asked_at).exclude(why=DueChange.Why.RECEIVED)
    return [
        (
            format_datetime(each.at, "short"),
            format_datetime(each.old, "short") if each.old else "–",
            format_datetime(each.new, "short") if each.new else "–",
            f"{each.get_promise_display()}: {each.get_why_display()}",
        )
        for each in changes
    ]


def _pauses(row: CaseFile, complaint: Complaint) -> list[tuple[str, ...]]:
    pauses = Pause.objects.filter(complaint=complaint, started_at__lte=row.asked_at).select_related("started_by")
    return [
        (
            format_datetime(each.started_at, "short"),
            format_datetime(each.ended_at, "short") if each.ended_at else _("still"),
            f"{each.get_kind_display()}: {each.reason}",
            str(each.started_by),
        )
        for each in pauses
    ]


def _files(files: list[Attachment]) -> list[tuple[str, ...]]:
    return [
        (
            each.name,
            format_datetime(each.created_at, "short"),
            str(each.uploaded_by) if each.uploaded_by else _("Complainant"),
            " ".join(each.sha256[at : at + 16] for at in range(0, 64, 16)),
        )
        for each in files
    ]
