"""Customer relationships over the API."""
