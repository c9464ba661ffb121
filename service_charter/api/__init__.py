"""The charter over the API."""
