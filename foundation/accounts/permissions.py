"""What a person may be allowed to do. Roles (roles.py) are sets of these; the administrator edits the sets."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Permission(TextChoices):
    """One line per duty. The value is `room.verb`; every view and API route names one."""

    STAFF = "staff.enter", _("Enter the staff side")

    CUSTOMER_VIEW = "customers.view", _("See customers, personal data masked")
    CUSTOMER_EDIT = "customers.edit", _("Record and change customers and interactions")
    CUSTOMER_REVEAL = "customers.reveal", _("See personal data after giving a reason")
    CUSTOMER_IMPORT = "customers.import", _("Import customers")
    CUSTOMER_EXPORT = "customers.export", _("Export customers")
    CUSTOMER_VIEW_ALL = "customers.view_all", _("See customers that other units keep to themselves")

    COMPLAINT_VIEW = "complaints.view", _("See complaints of one's unit")
    COMPLAINT_VIEW_ALL = "complaints.view_all", _("See complaints of every unit")
    COMPLAINT_HANDLE = "complaints.handle", _("Receive, acknowledge, assess and answer complaints")
    COMPLAINT_INVESTIGATE = "complaints.investigate", _("Investigate complaints")
    COMPLAINT_DECIDE = "complaints.decide", _("Decide and close complaints")

    CHARTER_VIEW = "service_charter.view", _("See charters and standards")
    CHARTER_DRAFT = "service_charter.draft", _("Draft charters and standards")
    CHARTER_PUBLISH = "service_charter.publish", _("Publish approved charters")

    RESOLUTION_VIEW = "governance.view", _("See board meetings and resolutions")
    RESOLUTION_RECORD = "governance.record", _("Record board meetings and resolutions")

    SEGMENT_VIEW = "segmentation.view", _("See segments and studies")
    SEGMENT_STUDY = "segmentation.study", _("Design and run segmentation studies")
    SEGMENT_ADOPT = "segmentation.adopt", _("Adopt the segments of a study")

    REPORT_VIEW = "reporting.view", _("See and download reports")
    REPORT_BUILD = "reporting.build", _("Build quarterly reports")
    METRIC_VIEW = "metrics.view", _("See metrics and dashboards")

    JOB_VIEW = "jobs.view", _("See one's own jobs")
    JOB_VIEW_ALL = "jobs.view_all", _("See everyone's jobs")

    PRIVACY_OFFICER = "privacy.officer", _("Manage notices, consent and requests of data subjects")
    ACCESS_LOG_VIEW = "privacy.access_log", _("See who looked at personal data")

    CALENDAR_EDIT = "core.calendar", _("Edit holidays and working hours")
    ADMINISTER = "system.administer", _("Administer accounts, roles and settings")


EVERYTHING_READABLE = frozenset(
    {
        Permission.STAFF,
        Permission.CUSTOMER_VIEW,
        Permission.CUSTOMER_VIEW_ALL,
        Permission.COMPLAINT_VIEW,
        Permission.COMPLAINT_VIEW_ALL,
        Permission.CHARTER_VIEW,
        Permission.RESOLUTION_VIEW,
        Permission.SEGMENT_VIEW,
        Permission.REPORT_VIEW,
        Permission.METRIC_VIEW,
        Permission.JOB_VIEW,
        Permission.JOB_VIEW_ALL,
        Permission.ACCESS_LOG_VIEW,
    }
)
