"""Themes and tags: the records, the store that keeps them, and what a theme key does to them."""
