"""What a browser keeps of someone who asks about data."""

from foundation.core.visits import Visit

VISIT = Visit(path="/portal/my-data/", name="data_request", salt="privacy.tracking")
