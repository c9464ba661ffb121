"""Holdings, opportunities and CRM programmes (policy 5.3)."""
