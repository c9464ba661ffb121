"""Lives of what this room keeps, as data."""

from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.lifecycle import Move
from voc.enums.announcement import AnnouncementStatus
from voc.enums.insight import DoneStatus, InsightStatus
from voc.enums.survey import SurveyStatus

SURVEY_MOVES = {
    "open": Move(frozenset({SurveyStatus.DRAFT}), SurveyStatus.OPEN, _("Open for answers"), Permission.VOC_EDIT),
    "close": Move(frozenset({SurveyStatus.OPEN}), SurveyStatus.CLOSED, _("Close"), Permission.VOC_EDIT),
}

# The one state in which texts and questions may change: once answers come in, the questions stay as they were asked.
SURVEY_EDITABLE = frozenset({SurveyStatus.DRAFT})

_DRAFTS, _APPROVES = Permission.ANNOUNCEMENT_DRAFT, Permission.ANNOUNCEMENT_APPROVE

ANNOUNCEMENT_MOVES = {
    "submit": Move(
        frozenset({AnnouncementStatus.DRAFT}), AnnouncementStatus.SUBMITTED, _("Send for approval"), _DRAFTS
    ),
    "send_back": Move(
        frozenset({AnnouncementStatus.SUBMITTED}),
        AnnouncementStatus.DRAFT,
        _("Send back to the author"),
        _APPROVES,
        demands=("reason",),
    ),
    "approve": Move(frozenset({AnnouncementStatus.SUBMITTED}), AnnouncementStatus.APPROVED, _("Approve"), _APPROVES),
    "take_back": Move(
        frozenset({AnnouncementStatus.SUBMITTED, AnnouncementStatus.APPROVED}),
        AnnouncementStatus.DRAFT,
        _("Take back to draft"),
        _DRAFTS,
        demands=("reason",),
    ),
    # An approved announcement is published by itself at its hour; a person may do so from then on as well.
    "publish": Move(frozenset({AnnouncementStatus.APPROVED}), AnnouncementStatus.PUBLISHED, _("Publish"), _DRAFTS),
    "withdraw": Move(
        frozenset({AnnouncementStatus.APPROVED, AnnouncementStatus.PUBLISHED}),
        AnnouncementStatus.WITHDRAWN,
        _("Withdraw the announcement"),
        _APPROVES,
        demands=("reason",),
    ),
    "discard": Move(
        frozenset({AnnouncementStatus.DRAFT}),
        AnnouncementStatus.WITHDRAWN,
        _("Give up the draft"),
        _DRAFTS,
        demands=("reason",),
    ),
    # The next two follow from the publishing of a corrected version and from the clock.
    "correct": Move(
        frozenset({AnnouncementStatus.PUBLISHED}), AnnouncementStatus.CORRECTED, _("Replaced by a corrected version")
    ),
    "expire": Move(frozenset({AnnouncementStatus.PUBLISHED}), AnnouncementStatus.EXPIRED, _("Expired")),
}

INSIGHT_MOVES = {
    "propose": Move(
        frozenset({InsightStatus.DRAFT}), InsightStatus.PROPOSED, _("Propose for a decision"), Permission.VOC_EDIT
    ),
    "return": Move(
        frozenset({InsightStatus.PROPOSED}),
        InsightStatus.DRAFT,
        _("Ask for more"),
        Permission.VOC_DECIDE,
        demands=("reason",),
    ),
    "decide": Move(
        frozenset({InsightStatus.PROPOSED}),
        InsightStatus.DECIDED,
        _("Decide"),
        Permission.VOC_DECIDE,
        demands=("decision", "reason", "follow_up_on"),
    ),
    "follow_up": Move(
        frozenset({InsightStatus.DECIDED}),
        InsightStatus.FOLLOWED_UP,
        _("Write down what came of it"),
        Permission.VOC_EDIT,
        demands=("outcome",),
    ),
    "close": Move(frozenset({InsightStatus.FOLLOWED_UP}), InsightStatus.CLOSED, _("Close"), Permission.VOC_EDIT),
    # What will not be done needs no follow-up.
    "decline": Move(
        frozenset({InsightStatus.PROPOSED}), InsightStatus.CLOSED, _("Will not be done"), Permission.VOC_DECIDE
    ),
}

DONE_MOVES = {
    "submit": Move(frozenset({DoneStatus.DRAFT}), DoneStatus.SUBMITTED, _("Send for approval"), _DRAFTS),
    "send_back": Move(frozenset({DoneStatus.SUBMITTED}), DoneStatus.DRAFT, _("Send back"), _APPROVES, ("reason",)),
    "publish": Move(frozenset({DoneStatus.SUBMITTED}), DoneStatus.PUBLISHED, _("Approve and publish"), _APPROVES),
    "withdraw": Move(frozenset({DoneStatus.PUBLISHED}), DoneStatus.WITHDRAWN, _("Take off"), _APPROVES, ("reason",)),
}
