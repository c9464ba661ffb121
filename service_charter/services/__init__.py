"""Every write of this room, one module an aggregate."""

from service_charter.services.charter import (
    CONTENT_KIND,
    STANDARD_FIELDS,
    apply_resolution,
    propose,
    publish,
    remove_standard,
    return_draft,
    review,
    save_standard,
    save_texts,
    start_version,
    submit,
    take_back,
)
from service_charter.services.measurement import (
    Entry,
    cancel,
    demand_binding,
    enter,
    rebuild_sums,
    record,
    withdraw,
)

__all__ = [
    "CONTENT_KIND",
    "STANDARD_FIELDS",
    "Entry",
    "apply_resolution",
    "cancel",
    "demand_binding",
    "enter",
    "propose",
    "publish",
    "rebuild_sums",
    "record",
    "remove_standard",
    "return_draft",
    "review",
    "save_standard",
    "save_texts",
    "start_version",
    "submit",
    "take_back",
    "withdraw",
]
