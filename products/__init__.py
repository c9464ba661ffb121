"""Product and service catalogue and the innovation pipeline (policy 4.1, 4.2)."""
