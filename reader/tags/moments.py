"""Stored moments: in words, as the user's clock and calendar have them, and in the names of files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def as_a_name(moment: str) -> str:
    """Return a stored moment as it may stand in the name of a file."""
    return moment.replace(":", "").replace("+0000", "Z")


def by_the_clock(moment: str) -> datetime | None:
    """Return a stored moment by the user's clock, None where it is none; one without a zone is in UTC."""
    try:
        found = datetime.fromisoformat(moment)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def in_words(moment: str) -> str:
    """Return a stored moment as one says it: 17:02, yesterday 17:02, 19 Nov 17:02, 19 Nov 2025 17:02; ? for none."""
    local = by_the_clock(moment)
    if local is None:
        return "?"
    today = datetime.now().astimezone().date()
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return clock
    if local.date() == today - timedelta(days=1):
        return f"yesterday {clock}"
    return f"{local.day} {local:%b}{'' if local.year == today.year else f' {local.year}'} {clock}"
