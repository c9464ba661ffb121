"""Plans over the API."""
