"""A deed of the audit trail in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.documents.gate import clean_line

if TYPE_CHECKING:
    from reader.exchange.audit import Deed
    from reader.exchange.changes import Facts


def headline(deed: Deed) -> str:
    """Return what was done and where, as the app says it: `Sport on ¶ 24, Prevent in London`."""
    is_undoing = deed.undoes is not None and not deed.is_redo
    # What an undoing says is what it took back.
    before, after = (deed.after, deed.before) if is_undoing else (deed.before, deed.after)
    whose = f"{deed.owner}’s " if deed.owner and deed.owner != deed.coder else ""
    said = whose + _said(deed, before, after)
    verb = "" if deed.undoes is None else "Did again: " if deed.is_redo else "Undid: "
    part = f"{deed.part} of {deed.parts}" if deed.parts > 1 else ""
    # Where somebody did it to another's, or a file was changed by hand, only the label says how.
    how = deed.label if whose or not deed.coder else ""
    aside = "; ".join(each for each in (part, how) if each)
    return f"{verb}{said}" + (f" ({aside})" if aside else "")


def details(deed: Deed) -> str:
    """Return on one line the words that were concerned: a note's that was changed, and the quotation."""
    note = ""
    if deed.action == "note":
        old, new = ((facts or {}).get("note") for facts in (deed.before, deed.after))
        note = " → ".join(f"“{clean_line(text)}”" for text in (old, new) if text)
    elif deed.action == "tag" and deed.after and deed.after["note"]:
        note = f"note “{clean_line(deed.after['note'])}”"
    quotation = f"“{clean_line(deed.quotation)}”" if deed.quotation else ""
    return "  ".join(part for part in (note, quotation) if part)


def _said(deed: Deed, before: Facts | None, after: Facts | None) -> str:
    if deed.action == "theme":
        return _theme(deed, before, after)
    if deed.action == "document":
        return f"Details of {deed.title}: {_differences(before, after)}"
    words = "words in " if deed.start is not None else ""
    place = f"{words}¶ {deed.paragraph}, {deed.title}"
    theme = deed.theme or "a theme that is gone"
    if deed.action == "note":
        is_off = not (after or {}).get("note")
        what = f"Note {'off' if is_off else 'on'} "
        return what + (f"{theme}, {place}" if deed.theme_id else place)
    if deed.action == "move":
        if after and "theme" in after:
            return f"{(before or {}).get('theme')} → {after['theme']} on {place}"
        return f"{theme} moved from ¶ {(before or {}).get('paragraph', deed.paragraph)} to {place}"
    return f"{theme} {'off' if after is None else 'on'} {place}"


def _theme(deed: Deed, before: Facts | None, after: Facts | None) -> str:
    if before is None or after is None:
        return f"Theme {deed.theme} " + ("added" if before is None else "deleted")
    if after.get("merged_into"):
        return f"Theme {deed.theme} merged into {after['merged_into']}"
    if set(after) == {"name"}:
        return f"Theme {before['name']} is now {after['name']}"
    if set(after) == {"parent"}:
        return f"Theme {deed.theme} moved " + (f"under {after['parent']}" if after["parent"] else "to the top")
    return f"Theme {deed.theme}: {_differences(before, after)}"


def _differences(before: Facts | None, after: Facts | None) -> str:
    names = [
        name for name in {**(before or {}), **(after or {})} if (before or {}).get(name) != (after or {}).get(name)
    ]
    changes = [
        f"{name.replace('_', ' ')} {_quoted((before or {}).get(name))} → {_quoted((after or {}).get(name))}"
        for name in names
    ]
    return ", ".join(changes) or "nothing that shows"


def _quoted(value: object) -> str:
    return f"“{clean_line(str(value))}”" if value else "none"
