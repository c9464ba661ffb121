"""Numbers of reading the charter."""

import datetime as dt

# Nobody is written to sooner than this after a version was published; then once a week.
FIRST_REMINDER = dt.timedelta(days=7)
ENOUGH = 90  # percent of staff: some are always new, away or ill
