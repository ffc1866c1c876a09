"""The screens: the main one, and those that are put over it."""
