"""What people fill in: the board's business, the policy, risks and actions."""
