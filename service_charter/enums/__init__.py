"""Words of this room, one module an aggregate."""

from service_charter.enums.charter import Area, Event, Status

__all__ = ["Area", "Event", "Status"]
