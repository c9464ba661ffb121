"""Every write of the voice of the customer."""
