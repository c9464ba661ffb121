"""Every write of this room, one module an aggregate."""

from service_charter.services.charter import (
    CONTENT_KIND,
    STANDARD_FIELDS,
    apply_resolution,
    propose,
    publish,
    remove_standard,
    save_standard,
    save_texts,
    start_version,
    submit,
    take_back,
)

__all__ = [
    "CONTENT_KIND",
    "STANDARD_FIELDS",
    "apply_resolution",
    "propose",
    "publish",
    "remove_standard",
    "save_standard",
    "save_texts",
    "start_version",
    "submit",
    "take_back",
]
