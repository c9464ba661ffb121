"""Reads of the voice of the customer."""
