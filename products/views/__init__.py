"""Pages of products and innovation."""
