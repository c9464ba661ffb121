"""What a browser keeps of a complainant, and who may fetch the files of a complaint."""

from complaints.models import Complaint
from foundation.core.visits import Visit

VISIT = Visit(path="/portal/complaints/", name="complaint", salt="complaints.tracking")
may_fetch = VISIT.file_rule(Complaint.objects)
