"""Bytes to text, whatever the encoding; content that is no text is refused with a reason."""

from __future__ import annotations

import re

from reader.errors import ReaderError

_SAMPLE = 65_536
_CHARDET_SAMPLE = 16_384
_BOMS = (
    # UTF-32 stands first: its little-endian mark begins with that of UTF-16.
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_UTF8_BOM = b"\xef\xbb\xbf"
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document, such as .doc or .xls"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf'\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"fLaC", "a FLAC recording"),
    (b"RIFF", "a sound, film or WebP file"),
    (b"\x1aE\xdf\xa3", "a Matroska film"),
)
_FILM = b"ftyp"
# These may begin an ordinary sentence, so that they count only when control bytes follow.
_WORDLIKE = frozenset({b"BZh", b"ID3", b"OggS", b"fLaC", b"RIFF", b"GIF87a", b"GIF89a"})
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b") + b"\x7f"
_CONTINUATIONS = bytes(range(0x80, 0xC0))
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


def decode(data: bytes) -> str:
    """Return the text in `data`: by its byte order mark, else UTF-16 or UTF-32, UTF-8, or what it most looks like.

    Raises ReaderError where the content is no text, whatever the file is called.
    """
    name = known_as(data)
    if name is not None:
        raise ReaderError(f"this is {name}, not text")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if data.startswith(_UTF8_BOM):
        data = data[len(_UTF8_BOM) :]
    wide = _wide_encoding(data[:_SAMPLE]) if b"\x00" in data[:_SAMPLE] else None
    if wide is not None:
        return data.decode(wide, "replace")
    return _decode_bytewise(_without_padding(data))


def known_as(data: bytes) -> str | None:
    """Return what `data` is by its first bytes, in words ("a PNG image"), where it is something other than text."""
    if data[4:8] == _FILM and data[:3] == b"\x00\x00\x00":
        return "a film"
    for signature, name in _SIGNATURES:
        if data.startswith(signature) and (signature not in _WORDLIKE or _controls(data[:_SAMPLE]) > 0.01):
            return name
    return None


def _without_padding(data: bytes) -> bytes:
    """Return a text without the NULs that old typesetting systems fill its lines up with; other data as it is."""
    kept = data.replace(b"\0", b"")
    is_text = len(kept) * 2 > len(data) > len(kept) and not _controls(kept[:_SAMPLE])
    return kept if is_text else data


def _controls(sample: bytes) -> float:
    """Return the share of bytes in `sample` that no text has."""
    return 1 - len(sample.translate(None, _CONTROLS)) / len(sample) if sample else 0.0


def _wide_encoding(sample: bytes) -> str | None:
    """Return the two- or four-byte encoding that the places of the NUL bytes give away, or None."""
    sample = sample[: len(sample) // 4 * 4] or sample[: len(sample) // 2 * 2]
    nuls = [sample[place::4].count(0) * 4 / max(len(sample), 1) for place in range(4)]
    even, odd = sample[0::2].count(0) * 2 / max(len(sample), 1), sample[1::2].count(0) * 2 / max(len(sample), 1)
    for encoding, fits in (
        ("utf-32-le", nuls[0] < 0.1 and nuls[2] > 0.9 and nuls[3] > 0.9),
        ("utf-32-be", nuls[3] < 0.1 and nuls[0] > 0.9 and nuls[1] > 0.9),
        # Outside Latin script only spaces and digits have a NUL: one character in twelve is enough.
        ("utf-16-le", odd > 0.08 and even < 0.02),
        ("utf-16-be", even > 0.08 and odd < 0.02),
    ):
        if fits and _reads_well(sample.decode(encoding, "replace")):
            return encoding
    return None


def _reads_well(text: str) -> bool:
    """Return whether nearly all of `text` is what people write, so that its encoding is likely the right one."""
    odd = sum(not (char.isprintable() or char.isspace() or char == "\ufeff") for char in text[:4096])
    return odd + text[:4096].count("\ufffd") <= 0.02 * len(text[:4096])


def _decode_bytewise(data: bytes) -> str:
    controls = _controls(data[:_SAMPLE])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as broken:
        if controls > 0.05:
            raise ReaderError("this is binary data, not text") from None
        return data.decode("utf-8", "replace") if _is_damaged_utf8(data, broken) else _guess(data)
    if controls > 0.1:
        raise ReaderError("this is binary data, not text")
    return text


def _is_damaged_utf8(data: bytes, broken: UnicodeDecodeError) -> bool:
    """Return whether `data` is UTF-8 but for a few broken characters, as in a file that was cut short."""
    sample = data[max(broken.start - _SAMPLE // 2, 0) : broken.start + _SAMPLE // 2].lstrip(_CONTINUATIONS)
    text = sample.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    whole = len(text) - len(text.encode("ascii", "ignore")) - bad
    is_cut_short = broken.end == len(data) and broken.reason == "unexpected end of data"
    return whole >= (1 if is_cut_short else 10 * bad)


def _guess(data: bytes) -> str:
    import chardet
    from chardet.enums import EncodingEra

    first = _NOT_ASCII.search(data)
    start = max(first.start() - 1024, 0) if first else 0
    found = chardet.detect(
        data[start : start + _CHARDET_SAMPLE],
        encoding_era=EncodingEra.MODERN_WEB,
        prefer_superset=True,
        compat_names=False,
    )
    # Below this its guesses on short English texts are worse than taking Windows' own for granted.
    if found["encoding"] and found["confidence"] >= 0.1:
        try:
            return data.decode(found["encoding"])
        except (UnicodeDecodeError, LookupError):
            pass
    return data.decode("cp1252", "replace")
