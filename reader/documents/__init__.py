"""Files to documents: find them, decode them, split them into paragraphs, label kinds and speakers."""
