"""Help with filing (5.1 and 7.1): by when it is promised, and how far ahead a day may be chosen."""

from datetime import timedelta

from foundation.core.clock import Duration

HELP_WITHIN = Duration(1, "days")
HELP_AHEAD = timedelta(days=30)
