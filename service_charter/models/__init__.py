"""Tables of the service charter."""

from service_charter.models.charter import IN_FORCE_ONCE, CharterVersion, Standard

__all__ = ["IN_FORCE_ONCE", "CharterVersion", "Standard"]
