"""The API of complaints handling."""
