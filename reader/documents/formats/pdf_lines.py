"""The lines of a PDF's pages in the order in which they are read, each with its place, size and weight."""

from __future__ import annotations

import ctypes
import itertools
import math
import re
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from reader.documents.formats.pdf_guard import MOST_CHARACTERS, too_many_characters
from reader.documents.shapes import BULLETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdfium2 import PdfPage, PdfTextPage

_LINES = re.compile("[^\r\n\ufffe\x02]+[\ufffe\x02]?")
_HYPHENS = "\ufffe\x02\xad"
_ENDINGS = _HYPHENS + "-"
_WORDS = re.compile(r"\S+")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_WIDE = 1.8
"""In sizes of the letters: a wider gap than this inside a line parts columns or cells."""
_SYMBOL = re.compile("[\ue000-\uf8ff](?= )")
"""What comes out of a font of symbols, Wingdings for one: at the beginning of a line it is a bullet."""
_LEAST_SPACE, _MOST_SPACE = 0.12, 0.5
"""In sizes of the letters: narrower is no space between words, wider is one between columns."""
_LEVEL = 0.3
"""How much of the height of two pieces of a line is common to both, at least."""
_INITIAL = 1.5
_LONGEST_LINE = 2_000
_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""The letters that are written from right to left, and what stands among them."""
_UPRIGHT = 0.5
"""In radians: text that is turned further runs up or down the page."""
_NUMBER = re.compile(r"\d{1,4}")
_LEAST_NUMBERS = 4
_LEAST_COLUMN_ROWS = 4
_LEAST_COLUMN_LETTERS = 12
_LONGEST_BOLD = 160
_FONT_NAME = 128


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print: where it stands on its page, in points from the lower left, and how it is set.

    `is_broken` says that its last word goes on in the next line. `cells` are the parts of a row of a table.
    `is_turned` says that it runs up or down the page.
    """

    page: int
    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    is_bold: bool = False
    is_broken: bool = False
    cells: tuple[str, ...] = ()
    is_turned: bool = False


@dataclass(frozen=True, slots=True)
class PageLines:
    """A page: its height, its lines in reading order, and what stands beside them: numbers of lines, turned text."""

    height: float
    lines: list[Line]
    aside: list[str]


def page_lines(page: PdfPage, number: int) -> PageLines:
    """Return the lines of a page. Raises ReaderError where it has more characters than any page of print."""
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        if count > MOST_CHARACTERS:
            raise too_many_characters()
        rows = _rejoined([row for row in _rows(text_page, count, number) if row])
    finally:
        text_page.close()
    rows, turned = _without_turned(_mirrored(rows))
    rows, numbers = _without_numbers(rows)
    return PageLines(page.get_height(), _in_order(rows), turned + ([" ".join(numbers)] if numbers else []))


def _rows(page: PdfTextPage, count: int, number: int) -> Iterator[list[Line]]:
    """Yield the lines as pdfium groups the letters, each parted where a wide gap is in it."""
    text = page.get_text_range() if count else ""
    if len(text) != count:
        import pypdfium2.raw as raw

        # One character for each place, so that places can be looked up.
        codes = (raw.FPDFText_GetUnicode(page, index) for index in range(count))
        text = "".join(chr(code) if 0 < code < 0x110000 else " " for code in codes)
    for match in _LINES.finditer(text):
        yield list(_parts(page, match.group(), match.start(), number))


def _parts(page: PdfTextPage, text: str, start: int, number: int) -> Iterator[Line]:
    text = _SYMBOL.sub("•", text, count=1) if _SYMBOL.match(text) else text
    words = [(match.start() + start, match.end() + start) for match in _WORDS.finditer(text)]
    if not words:
        return
    boxes = [(page.get_charbox(a, loose=True), page.get_charbox(b - 1, loose=True)) for a, b in words]
    has_bullet = len(words) > 1 and words[0][1] - words[0][0] == 1 and text.lstrip()[0] in BULLETS
    # A bullet is often of another font and size than what stands behind it.
    first = 1 if has_bullet else 0
    size = _size(page, words[first][0], boxes[first][0])
    is_turned = _is_turned(page, words[0][0])
    begin = 0
    for index in range(1, len(words) + 1):
        if index < len(words):
            # Behind a short number at the line's beginning, a gap half as wide is enough.
            is_number = index == 1 and words[0][1] - words[0][0] <= 3
            gap = boxes[index][0][0] - boxes[index - 1][1][2]
            if gap <= _WIDE * size * (0.5 if is_number else 1.0) or (has_bullet and index == 1):
                continue
        box, last = boxes[begin][0], boxes[index - 1][1]
        piece = text[words[begin][0] - start : words[index - 1][1] - start]
        # Pdfium marks most hyphens at line ends, but not one in a word that has another.
        is_broken = piece[-1] in _HYPHENS or (piece[-1] == "-" and piece[-2:-1].isalpha() and index == len(words))
        words_only = " ".join(piece.rstrip(_ENDINGS if is_broken else _HYPHENS).translate(_LIGATURES).split())
        if words_only:
            letters = words[max(begin, first)][0], words[index - 1][1] - 1
            is_bold = len(piece) <= _LONGEST_BOLD and all(_is_bold(page, letter) for letter in letters)
            # Where one writes from right to left, a line's first letter is its rightmost.
            place = min(box[0], last[0]), max(box[2], last[2]), box[1], max(box[3], last[3])
            yield Line(number, words_only, *place, size, is_bold, is_broken, is_turned=is_turned)
        begin = index


def _size(page: PdfTextPage, index: int, box: tuple[float, ...]) -> float:
    import pypdfium2.raw as raw

    size, height = raw.FPDFText_GetFontSize(page, index) or 1.0, max(box[3] - box[1], 1.0)
    # A font of size 1 may be blown up by its matrix: the height of the letters tells.
    return height / 1.17 if not 0.6 < size / height < 1.3 else size


def _is_turned(page: PdfTextPage, index: int) -> bool:
    import pypdfium2.raw as raw

    angle: float = raw.FPDFText_GetCharAngle(page, index)
    return _UPRIGHT < angle < 2 * math.pi - _UPRIGHT


def _is_bold(page: PdfTextPage, index: int) -> bool:
    import pypdfium2.raw as raw

    if raw.FPDFText_GetFontWeight(page, index) >= 600:
        return True
    name, flags = ctypes.create_string_buffer(_FONT_NAME), ctypes.c_int()
    size = raw.FPDFText_GetFontInfo(page, index, name, _FONT_NAME, flags)
    return 0 < size <= _FONT_NAME and any(word in name.value for word in (b"Bold", b"bold", b"Black", b"Heavy"))


def _without_turned(rows: list[list[Line]]) -> tuple[list[list[Line]], list[str]]:
    """Return the rows without the text that runs up or down a page, and this; all rows where most of the text does."""
    turned = [row for row in rows if row[0].is_turned]
    if _letters(turned) * 2 > _letters(rows):
        return rows, []
    return [row for row in rows if not row[0].is_turned], [" ".join(part.text for part in row) for row in turned]


def _rejoined(rows: list[list[Line]]) -> list[list[Line]]:
    """Return the rows with those in one that go on at the same height, no more than a space further to the right.

    Pdfium ends a line behind figures that are set small and high, and in some fonts behind every word.
    """
    found: list[list[Line]] = []
    for row in rows:
        before, after = found[-1][-1] if found else None, row[0]
        if before is None or len(before.text) > _LONGEST_LINE or not _goes_on(before, after):
            found.append(row)
            continue
        space = " " if after.left - before.right > _LEAST_SPACE * after.size else ""
        larger = max(before, after, key=lambda line: line.size)
        whole = replace(
            larger, text=f"{before.text}{space}{after.text}", left=before.left, right=after.right,
            is_bold=before.is_bold and after.is_bold, is_broken=after.is_broken,
        )  # fmt: skip
        found[-1] = [*found[-1][:-1], whole, *row[1:]]
    return found


def _goes_on(before: Line, after: Line) -> bool:
    size = min(before.size, after.size)
    overlap = min(before.top, after.top) - max(before.bottom, after.bottom)
    is_level = overlap > _LEVEL * min(before.top - before.bottom, after.top - after.bottom)
    is_initial = before.size > _INITIAL * after.size
    return is_level and not (is_initial or before.is_broken) and abs(after.left - before.right) < _MOST_SPACE * size


def _mirrored(rows: list[list[Line]]) -> list[list[Line]]:
    """Return the rows of a page that is written from right to left as seen in a mirror: all else then holds."""
    text = "".join(part.text for row in rows for part in row)
    leftward = len(_LEFTWARD.findall(text))
    # Most pages have none, and to look at each letter of them would take a tenth of the time.
    if not leftward or leftward * 2 <= sum(map(str.isalpha, text)):
        return rows
    return [[replace(part, left=-part.right, right=-part.left) for part in row] for row in rows]


def _letters(rows: list[list[Line]]) -> int:
    return sum(len(part.text) for row in rows for part in row)


def _without_numbers(rows: list[list[Line]]) -> tuple[list[list[Line]], list[str]]:
    """Return the rows without the numbers of lines in a margin, and these: they stand in one column and grow."""
    for edge in (0, -1):
        lone = [row[edge] for row in rows if _NUMBER.fullmatch(row[edge].text)]
        numbers = set(lone)
        others = [part for row in rows for part in row if part not in numbers]
        if len(lone) < _LEAST_NUMBERS or not others:
            continue
        lone.sort(key=lambda line: -line.bottom)
        values = [int(line.text) for line in lone]
        limit = min(part.left for part in others) if edge == 0 else max(part.right for part in others)
        outside = all(line.right <= limit + 1 if edge == 0 else line.left >= limit - 1 for line in lone)
        if outside and all(a < b for a, b in itertools.pairwise(values)):
            rest = [[part for part in row if part not in numbers] for row in rows]
            return [row for row in rest if row], [line.text for line in lone]
    return rows, []


def _in_order(rows: list[list[Line]]) -> list[Line]:
    gutter = _gutter(rows)
    if gutter is not None:
        return list(_by_columns(rows, gutter))
    found: list[Line] = []
    for index, row in enumerate(rows):
        near = rows[max(index - 1, 0) : index] + rows[index + 1 : index + 2]
        if len(row) == 1:
            found.append(row[0])
        else:
            cells = tuple(part.text for part in row) if any(len(other) > 1 for other in near) else ()
            whole = " ".join(part.text for part in row)
            found.append(replace(row[0], text=whole, right=row[-1].right, is_broken=row[-1].is_broken, cells=cells))
    return found


def _gutter(rows: list[list[Line]]) -> float | None:
    """Return the middle of the gap between two columns whose lines pdfium took together, or None."""
    pairs = [row for row in rows if len(row) == 2 and min(len(part.text) for part in row) >= _LEAST_COLUMN_LETTERS]
    if len(pairs) < _LEAST_COLUMN_ROWS or len(pairs) * 2 < sum(len(row) > 1 for row in rows):
        return None
    if median(len(part.text) for row in pairs for part in row) < 2 * _LEAST_COLUMN_LETTERS:
        return None
    left, right = max(row[0].right for row in pairs), min(row[1].left for row in pairs)
    return (left + right) / 2 if left < right else None


def _by_columns(rows: list[list[Line]], gutter: float) -> Iterator[Line]:
    """Yield the left column, then the right one, of each band between lines that go over both."""
    right: list[Line] = []
    for row in rows:
        for part in row:
            if part.left < gutter < part.right:
                yield from right
                right = []
                yield part
            elif part.right <= gutter:
                yield part
            else:
                right.append(part)
    yield from right
