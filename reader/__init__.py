"""Reader: read documents in the terminal, tag paragraphs by theme, find them again."""

__version__ = "0.1.0"
