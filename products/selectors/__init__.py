"""Reads of products and innovation."""

from products.selectors.ideas import searched, similar_ideas, title_form

__all__ = ["searched", "similar_ideas", "title_form"]
