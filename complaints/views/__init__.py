"""Pages of complaints handling."""
