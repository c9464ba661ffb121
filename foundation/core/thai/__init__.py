"""Thai text and Thai dates."""
