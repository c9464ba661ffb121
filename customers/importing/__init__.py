"""Reading a file of customers: its encoding and shape, its columns, its rows. Nothing here writes customers."""
