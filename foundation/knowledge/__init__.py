"""Articles and lessons for every section's knowledge-management duty (policy 3.2, 3.3, 4.2, 5.2-5.4)."""
