"""Impartiality (annex D): who must have nothing to do with a case, and who hears the person it is about."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from foundation.accounts.permissions import Permission

if TYPE_CHECKING:
    from complaints.models import Complaint
    from foundation.accounts.models import User


def why_not_independent(person: "User", complaint: "Complaint") -> str:
    """Why the person must not investigate: it is about himself or about a head above him; empty where he may."""
    if complaint.is_misconduct and not person.can(Permission.COMPLAINT_MISCONDUCT):
        return _("This person's role does not include complaints of misconduct.")
    if complaint.complained_about_id is None:
        return ""
    if complaint.complained_about_id == person.pk:
        return _("This is the person complained about; please choose someone else.")
    if is_about_own_head(person, complaint):
        return _("The case is about the head of this person's unit; please choose someone of another unit.")
    return ""


def is_about_own_head(person: "User", complaint: "Complaint") -> bool:
    """Whether the case is about the head of the person's unit or of one above it."""
    return complaint.complained_about_id is not None and complaint.complained_about_id in person.superiors


def is_kept_from(user: "User", complaint: "Complaint") -> bool:
    """Whether the person must have nothing to do with the case: it is about that person, or of misconduct and not for
    that person's role."""
    if complaint.complained_about_id == user.pk:
        return True
    return complaint.is_misconduct and not user.can(Permission.COMPLAINT_MISCONDUCT)


def may_hear(user: "User", complaint: "Complaint") -> bool:
    """Whether the person may tell the one complained about and hear what is said to it."""
    works = user.can(Permission.COMPLAINT_HANDLE) or user.can(Permission.COMPLAINT_INVESTIGATE)
    return (
        works and complaint.is_open and complaint.complained_about_id is not None and not is_kept_from(user, complaint)
    )
