"""The complaint policy and procedure on paper, in the reader's language: what the public page says, to keep and to hand
out (ISO 10002, 7.1). Standards and rules are those in force on the day."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from complaints.enums import Channel, Remedy, Severity
from complaints.selectors.closing import closing_policy, escalation_rules
from foundation.core.organisation import organisation
from foundation.core.pdf import build_pdf
from foundation.core.thai.dates import format_date
from service_charter.selectors import charter_in_force, standards_in_force

TEMPLATE = "case_file.typ"


def policy_pdf(*, language: str, now: datetime) -> bytes:
    """The policy as PDF/UA; the same day, charter and rules give the same bytes. Raises PdfError."""
    with translation.override(language):
        return build_pdf(TEMPLATE, policy_data(language, now=now), date=timezone.localdate(now))


def policy_data(language: str, *, now: datetime) -> dict[str, Any]:
    """What stands in it, in the language that is active."""
    house = organisation(language)
    charter = charter_in_force(now)
    day = format_date(timezone.localdate(now), "long")
    return {
        "language": language,
        "organisation": house.get("name", ""),
        "title": _("How we handle complaints"),
        "subject": _("Policy and procedure"),
        "facts": [
            (_("As of"), day),
            (_("Charter in force"), str(charter) if charter else "–"),
            (_("Telephone"), house.get("phone", "") or "–"),
            (_("On the web"), f"{settings.SITE_URL}{reverse('complaints:portal-policy')}"),
        ],
        "lead": _(
            "Everyone may complain: tenants, visitors, suppliers and neighbours, for oneself or for someone else. It "
            "costs nothing and never brings a disadvantage."
        ),
        "contents": _("Contents"),
        "nothing": _("Nothing recorded."),
        "page": _("Page"),
        "secrecy": _("Public"),
        "number": _("Policy and procedure"),
        "heads": [_("Item"), _("What is recorded")],
        "sections": _sections(now),
        "pictures_title": "",
        "pictures": [],
    }


def _sections(now: datetime) -> list[dict[str, Any]]:
    rules = closing_policy()
    doors = ", ".join(str(channel.label) for channel in Channel if channel != Channel.API)
    standards = standards_in_force(area="complaints", at=now).values()
    promised = [
        (each.item, each.promise + (f" {each.conditions}" if each.conditions else "")) for each in standards
    ] or [(_("First reply"), _("You hear from us within 15 days of receipt at the latest."))]
    reopening = _(
        "Within %(days)s days and up to %(times)s times your word alone opens the case again; later, or more often, a "
        "manager answers your objection."
    ) % {"days": rules.reopen_days, "times": rules.reopen_times}
    return [
        _facts(
            _("Where and how"),
            [
                (_("Doors"), doors),
                (
                    _("What helps us"),
                    _(
                        "What happened, where and when; pictures or papers if you have them; what you would like us to "
                        "do; and how to reach you. You may stay anonymous: then we answer on the tracking page alone."
                    ),
                ),
                (
                    _("Misconduct and corruption"),
                    _(
                        "Complaints of bribes, abuse of power or other misconduct go by a route of their own. Only the "
                        "few who are responsible for it see them; the other officers, the person complained about and "
                        "that person's superiors do not. Choose this subject in the form, with your name, in "
                        "confidence or without a name."
                    ),
                ),
            ],
        ),
        _facts(_("What we promise"), promised),
        _facts(
            _("The way of a complaint"),
            [
                (
                    _("Received and numbered"),
                    _("You get a number, a secret tracking code and dates at once."),
                ),
                (
                    _("Acknowledged by a person"),
                    _("An officer takes charge and looks how serious and how urgent it is. Safety comes first."),
                ),
                (
                    _("Looked into"),
                    _(
                        "By someone who is not the person complained about, as deeply as the matter deserves. Both "
                        "sides are heard."
                    ),
                ),
                (
                    _("Decided and told"),
                    _(
                        "By someone who did not investigate. You hear the outcome, the reasons and what we do, as soon "
                        "as it is decided."
                    ),
                ),
                (
                    _("You answer"),
                    _(
                        "You accept: we carry it out, tell you, and close. You do not accept: the case stays open, a "
                        "manager may look again, and you hear where else you can turn."
                    ),
                ),
                (_("Is it really done?"), reopening),
            ],
        ),
        _facts(_("What we can do for you"), [(_("Remedies"), " · ".join(str(each.label) for each in Remedy))]),
        _facts(
            _("Fair to both sides"),
            [
                (
                    _("The person complained about"),
                    _(
                        "is told promptly, heard before anything is decided, told the outcome, and judged by nobody "
                        "who works under that person. It is kept apart from discipline."
                    ),
                ),
                (
                    _("The random sample"),
                    _(
                        "Each month a few of the closed cases are drawn: we ask whether it was fair, and somebody who "
                        "had no part in them looks again."
                    ),
                ),
            ],
        ),
        _facts(
            _("If a date is missed"),
            [
                (
                    f"{Severity(rule.severity_from).label}, {_('%(n)s days') % {'n': rule.days_late}}",
                    _("%(role)s is told") % {"role": rule.role.title},
                )
                for rule in escalation_rules().filter(is_active=True)
            ],
        ),
        _facts(
            _("If you do not agree"),
            [
                (
                    _("Inside and outside"),
                    _(
                        "Ask for a review by a manager who was not involved. You can also turn to the Government "
                        "Complaint Centre 1111, the Damrongdhama Centre 1567, or a court. Doing so takes no right from "
                        "you here."
                    ),
                ),
                (
                    _("Your data and your safety"),
                    _(
                        "Only those responsible see your name, and each look at your contact is recorded. The person "
                        "complained about learns of the matter, not who you are if you asked for confidence."
                    ),
                ),
            ],
        ),
    ]


def _facts(title: str, rows: list[tuple[str, str]]) -> dict[str, Any]:
    return {"title": title, "kind": "facts", "rows": [(str(name), str(text)) for name, text in rows]}
