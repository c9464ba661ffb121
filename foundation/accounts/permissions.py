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
    TOUCHPOINT_EDIT = "customers.touchpoints", _("Keep touchpoints, stages and support needs")

    COMPLAINT_VIEW = "complaints.view", _("See complaints of one's unit")
    COMPLAINT_VIEW_ALL = "complaints.view_all", _("See complaints of every unit")
    COMPLAINT_HANDLE = "complaints.handle", _("Receive, acknowledge, assess and answer complaints")
    COMPLAINT_INVESTIGATE = "complaints.investigate", _("Investigate complaints")
    COMPLAINT_DECIDE = "complaints.decide", _("Decide and close complaints")
    COMPLAINT_MISCONDUCT = (
        "complaints.misconduct",
        _("Handle complaints of misconduct and corruption, seen by no other role"),
    )

    CHARTER_VIEW = "service_charter.view", _("See charters and standards")
    CHARTER_DRAFT = "service_charter.draft", _("Draft charters and standards")
    CHARTER_REVIEW = "service_charter.review", _("Review drafts of the charter before the board sees them")
    CHARTER_PUBLISH = "service_charter.publish", _("Publish approved charters")
    CHARTER_CASCADE = "service_charter.cascade", _("Hand commitments down to units, staff and partners")
    CHARTER_COMMIT = "service_charter.commit", _("Accept one's own commitments and those of one's unit")
    CHARTER_MEASURE = "service_charter.measure", _("Enter measurements and answer for broken promises")

    TRAINING_EDIT = "service_charter.training", _("Keep training records and the competence that roles need")
    RECOGNISE = "service_charter.recognise", _("Decide which teams are recognised for keeping promises")

    REQUEST_VIEW = "requests.view", _("See service requests of one's unit")
    REQUEST_VIEW_ALL = "requests.view_all", _("See service requests of every unit")
    REQUEST_HANDLE = "requests.handle", _("Take and answer service requests")
    REQUEST_DESIGN = "requests.design", _("Design the kinds of service requests and their forms")

    RESOLUTION_VIEW = "governance.view", _("See board meetings and resolutions")
    RESOLUTION_RECORD = "governance.record", _("Record board meetings and resolutions")
    OBSERVATION_ANSWER = "governance.answer", _("Answer the board's observations and findings of audits")
    RISK_VIEW = "governance.risk_view", _("See risks and corrective actions")
    RISK_EDIT = "governance.risk_edit", _("Assess risks and keep corrective actions")

    AUDIT_VIEW = "governance.audit_view", _("See audits of every unit")
    AUDIT_PLAN = "governance.audit_plan", _("Plan audits and design checklists")
    AUDIT_APPROVE = "governance.audit_approve", _("Approve the yearly plan of audits")
    AUDIT_CONDUCT = "governance.audit_conduct", _("Conduct audits of other units")

    POLICY_VIEW = "policy.view", _("See the policy and the cockpit")
    POLICY_EDIT = "policy.edit", _("Keep the policy, its duties and its annual review")
    POLICY_ASSESS = "policy.assess", _("Assess clauses in the annual review")
    POLICY_REVIEW = "policy.review", _("Review the redrafted policy")
    POLICY_ATTEST = "policy.attest", _("Attest a clause with evidence")

    KNOWLEDGE_VIEW = "knowledge.view", _("Read articles and lessons")
    KNOWLEDGE_WRITE = "knowledge.write", _("Write articles and lessons")
    KNOWLEDGE_PUBLISH = "knowledge.publish", _("Review and publish articles")

    SEGMENT_VIEW = "segmentation.view", _("See segments and studies")
    SEGMENT_STUDY = "segmentation.study", _("Design and run segmentation studies")
    SEGMENT_ADOPT = "segmentation.adopt", _("Adopt the segments of a study")
    SEGMENT_PLAN = "segmentation.plan", _("Choose target segments and plan for them")
    MARKET_EDIT = "segmentation.market", _("Keep the market register")

    PRODUCT_VIEW = "products.view", _("See products, ideas and projects")
    PRODUCT_EDIT = "products.edit", _("Keep the catalogue, answer ideas, run projects")
    IDEA_SUBMIT = "products.suggest", _("Submit ideas")
    GATE_VOTE = "products.vote", _("Vote and decide at gates")

    RELATIONSHIP_VIEW = "relationships.view", _("See holdings, opportunities and programmes")
    RELATIONSHIP_EDIT = "relationships.edit", _("Keep holdings and opportunities")
    PROGRAMME_EDIT = "relationships.programmes", _("Plan and evaluate programmes")

    VOC_VIEW = "voc.view", _("See voices, surveys and insights")
    VOC_EDIT = "voc.edit", _("Run surveys, label voices, write insights")
    VOC_DECIDE = "voc.decide", _("Decide on insights")
    ANNOUNCEMENT_DRAFT = "voc.announce", _("Draft announcements to customers")
    ANNOUNCEMENT_APPROVE = "voc.approve", _("Approve announcements to customers")

    STRATEGY_VIEW = "strategy.view", _("See strategy and plans")
    STRATEGY_EDIT = "strategy.edit", _("Draft plans, indicators and definitions")
    STRATEGY_PROGRESS = "strategy.progress", _("Report progress of initiatives")

    REPORT_VIEW = "reporting.view", _("See and download reports")
    REPORT_BUILD = "reporting.build", _("Build quarterly reports")
    METRIC_VIEW = "metrics.view", _("See metrics and dashboards")

    JOB_VIEW = "jobs.view", _("See one's own jobs")
    JOB_VIEW_ALL = "jobs.view_all", _("See everyone's jobs")

    PRIVACY_OFFICER = "privacy.officer", _("Manage notices, consent and requests of data subjects")
    PRIVACY_APPROVE = "privacy.approve", _("Approve the erasure of a person as the second person")
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
        Permission.REQUEST_VIEW,
        Permission.REQUEST_VIEW_ALL,
        Permission.RESOLUTION_VIEW,
        Permission.RISK_VIEW,
        Permission.AUDIT_VIEW,
        Permission.POLICY_VIEW,
        Permission.KNOWLEDGE_VIEW,
        Permission.SEGMENT_VIEW,
        Permission.PRODUCT_VIEW,
        Permission.RELATIONSHIP_VIEW,
        Permission.VOC_VIEW,
        Permission.STRATEGY_VIEW,
        Permission.REPORT_VIEW,
        Permission.METRIC_VIEW,
        Permission.JOB_VIEW,
        Permission.JOB_VIEW_ALL,
        Permission.ACCESS_LOG_VIEW,
    }
)
