"""Kinds of jobs that only tests run, also in real workers."""
