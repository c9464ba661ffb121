"""Believable demo data: people who sign in, then every room's own story, told through its services."""
