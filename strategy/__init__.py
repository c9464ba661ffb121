"""Long-term and annual plans for customers and markets (policy 1.1-1.3)."""
