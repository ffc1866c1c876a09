"""The marks, brackets and texts that an RTF file is made of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reader.documents.formats import limits
from reader.documents.structure.phrases import phrases
from reader.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
# How letters and paragraphs look, which most marks are about: passed over before they cost anything.
_LOOKS = frozenset(
    word.encode()
    for word in phrases("""
    b | i | ul | ulnone | fs | cf | cb | lang | langfe | langnp | langfenp | kerning | cgrid | ltrch | rtlch |
    ltrpar | rtlpar | af | afs | ab | ai | alang | hich | dbch | loch | insrsid | charrsid | pararsid | rsid |
    sa | sb | sl | slmult | li | ri | fi | lin | rin | itap | ql | qj | qc | qr | widctlpar | nowidctlpar |
    wrapdefault | aspalpha | aspnum | faauto | adjustright | noproof | expnd | expndtw | charscalex | highlight |
    super | sub | nosupersub | tx | cellx | clvertalt | clbrdrt | clbrdrl | clbrdrb | clbrdrr | brdrs | brdrw |
    brdrcf | strike | caps
""")
)


class Token(NamedTuple):
    """One of them: a `word` with its number, a single `sign` (a bracket, or what follows a backslash), or `raw` text.

    A byte written in hex is `raw` with `coded` set: it counts as one character.
    """

    word: str = ""
    number: int | None = None
    sign: str = ""
    raw: bytes = b""
    coded: bool = False


def tokens(data: bytes, begin: int) -> Iterator[Token]:
    """Yield what `data` is made of from `begin` on. Raises ReaderError where it has more marks than any text."""
    place, count, starred = begin, 0, False
    while place < len(data):
        match = _TOKEN.match(data, place)
        if match is None:
            break
        place = match.end()
        count += 1
        if count > limits.RTF_TOKENS:
            raise ReaderError(f"it has more than {limits.RTF_TOKENS:,} marks: no text has so many")
        word, number, coded, sign, bracket, raw = match.groups()
        starred, was_starred = sign == b"*", starred
        if word is not None:
            if word in _LOOKS and not was_starred:
                continue
            value = None if number is None else int(number)
            if word == b"bin":
                place += max(value or 0, 0)
            else:
                yield Token(word.decode(), value)
        elif raw is not None:
            yield Token(raw=raw)
        elif coded is not None:
            yield Token(raw=bytes([int(coded, 16)]), coded=True)
        elif bracket is not None:
            yield Token(sign=bracket.decode())
        elif sign is not None:
            yield Token(sign="\\" + sign.decode("latin-1"))
