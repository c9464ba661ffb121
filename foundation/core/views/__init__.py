"""Pages of core: jobs, undelivered messages, notifications, files."""
