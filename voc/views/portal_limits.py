"""How often the public forms of this room may be sent from one network."""

from datetime import timedelta

from foundation.core import rates

SENDINGS = rates.Limit(30, timedelta(hours=1))
