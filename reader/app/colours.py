"""The colours of themes, for dark and for light, chosen to differ for colour-blind eyes too (after Okabe and Ito)."""

from __future__ import annotations

import re

_HEX = re.compile("#[0-9A-Fa-f]{6}")
_DARK = {
    "blue": "#5aa9e6",
    "orange": "#e69f00",
    "green": "#2fc28f",
    "pink": "#e18fc0",
    "sky": "#8fd3f4",
    "red": "#f0764a",
    "yellow": "#f0e442",
    "grey": "#b0b0b0",
}
_LIGHT = {
    "blue": "#005a9c",
    "orange": "#9a5b00",
    "green": "#00694b",
    "pink": "#99487c",
    "sky": "#006a8f",
    "red": "#b03f00",
    "yellow": "#6f6600",
    "grey": "#555555",
}


def shade(colour: str, *, dark: bool) -> str:
    """Return a theme's colour as `#rrggbb`; an unknown name is grey."""
    shades = _DARK if dark else _LIGHT
    return colour if _HEX.fullmatch(colour) else shades.get(colour, shades["grey"])
