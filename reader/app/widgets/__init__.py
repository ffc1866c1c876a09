"""The widgets: they draw what they are given, and post messages."""
