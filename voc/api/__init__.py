"""The voice of the customer over the API."""
