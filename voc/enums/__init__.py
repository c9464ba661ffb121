"""Words of the voice of the customer, a file a subject. Imports nothing of ours."""
