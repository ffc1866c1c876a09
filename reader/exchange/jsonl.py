"""JSON lines: one tag a line, in the shape that `reader` uses everywhere, with what cites it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.exchange.shapes import attributes_shape, dumps, tag_shape

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from reader.exchange.rows import Row


def write(rows: Sequence[Row], stream: TextIO) -> None:
    """Write one JSON object a line: the tag, and its document's title, date and source, who speaks, and attributes."""
    for row in rows:
        about = {"title": row.title, "date": row.date, "source": row.source, "speaker": row.speaker}
        stream.write(dumps(tag_shape(row) | about | {"attributes": attributes_shape(row.attributes)}) + "\n")
