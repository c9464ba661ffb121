"""Listening, labelling, priorities and communication (policy 3.1-3.4)."""
