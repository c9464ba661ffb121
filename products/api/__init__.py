"""Products, ideas and projects over the API."""
