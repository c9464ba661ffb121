"""Governance over the API."""
