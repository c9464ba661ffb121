"""Pages of customer relationships."""
