"""Words of this room, one module an aggregate."""

from service_charter.enums.charter import Area, Event, Status
from service_charter.enums.measurement import BY_HAND, BreachState, Facet, Source, Tripped

__all__ = ["BY_HAND", "Area", "BreachState", "Event", "Facet", "Source", "Status", "Tripped"]
