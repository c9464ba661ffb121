"""What a browser keeps of someone who made a request, and who may fetch the files of one."""

from foundation.core.visits import Visit
from service_charter.models import ServiceRequest

VISIT = Visit(path="/portal/requests/", name="service_request", salt="service_charter.tracking")
may_fetch = VISIT.file_rule(ServiceRequest.objects)
