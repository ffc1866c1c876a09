"""Making segments: from documents, from single entries, and several into one."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from reader.search import gaps
from reader.search.columns import NO_KIND
from reader.search.corpus import is_lost
from reader.search.lexicon import Lexicon
from reader.search.material import NUMBER_OF_KIND, Letters
from reader.search.segment import Segment
from reader.search.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from reader.documents.model import Speaker
    from reader.search.entries import Entry
    from reader.search.lexicon import Checkpoint
    from reader.search.material import Material

    # How many entries have each word of a range, their lists (see `gaps`), and how many bytes each list has.
    _Postings = tuple[NDArray[np.uint32], NDArray[np.uint8], NDArray[np.int64]]

_Kind = TypeVar("_Kind", bound=np.generic)
_ENOUGH = 1 << 21
"""Words of which a segment is made: putting them in order takes a hundred megabytes meanwhile."""
_AT_A_TIME = 1 << 18
"""Postings that are coded, or joined, at a time: what is worked out for them stays near the processor."""


class Builder:
    """Takes in documents, one after the other, and makes one segment of them."""

    def __init__(self) -> None:
        self._documents: list[str] = []
        self._versions: list[str] = []
        self._speakers: dict[Speaker | None, int] = {None: 0}
        self._columns = {name: array("i") for name in ("document", "paragraph", "kind", "speaker")}
        self._texts: list[bytes] = []
        self._lengths = array("q")
        self._entries: Sequence[Entry] | None = None
        self._tally = Tally()

    def __len__(self) -> int:
        return len(self._lengths)

    @property
    def documents(self) -> int:
        """How many documents were taken in."""
        return len(self._documents)

    @property
    def is_full(self) -> bool:
        """Whether it had better be made a segment: it has as many words as are put in order at a time."""
        return len(self._tally) >= _ENOUGH

    def add(self, document: str, version: str, material: Material) -> None:
        """Take in a document's passages."""
        self._documents.append(document)
        self._versions.append(version)
        columns, known = self._columns, self._speakers
        speakers = [0, *(known.setdefault(each, len(known)) for each in material.speakers)]
        columns["document"].extend([len(self._documents) - 1] * len(material.paragraphs))
        columns["paragraph"].extend(material.paragraphs)
        columns["kind"].extend(material.kinds)
        columns["speaker"].extend(map(speakers.__getitem__, material.speaker_of))
        self._tally.add(material.letters)
        self._texts.append(material.texts)
        self._lengths.extend(material.lengths)

    def add_entries(self, entries: Sequence[Entry]) -> None:
        """Take in single entries, and nothing else; those of one document stand together, in its order."""
        self._entries = entries
        columns, known, document = self._columns, self._speakers, None
        for entry in entries:
            if entry.document != document or not self._documents:
                document = entry.document
                self._documents.append(document or "")
                self._versions.append("")
            columns["document"].append(len(self._documents) - 1)
            columns["paragraph"].append(_paragraph(entry))
            columns["kind"].append(NO_KIND if entry.kind is None else NUMBER_OF_KIND[entry.kind])
            columns["speaker"].append(known.setdefault(entry.person, len(known)))
        self._tally.add(Letters.of([entry.text for entry in entries]))
        # Entries have their texts themselves.
        self._lengths.extend([0] * len(entries))

    def segment(self) -> Segment:
        """Return the segment."""
        words, pairs = self._tally.pairs()
        counts, codes, lengths = _joined_up(_encoded(pairs, len(words), len(self)))
        return Segment(
            documents=self._documents,
            versions=self._versions,
            speakers=[each for each in self._speakers if each is not None],
            document_of=np.array(self._columns["document"], np.uint32),
            paragraphs=np.array(self._columns["paragraph"], np.int32),
            kinds=np.array(self._columns["kind"], np.uint8),
            speaker_of=np.array(self._columns["speaker"], np.uint32),
            texts=np.frombuffer(b"".join(self._texts), np.uint8),
            text_ends=np.cumsum(self._lengths, dtype=np.int64),
            lexicon=Lexicon.packed(words),
            counts=counts,
            postings=codes,
            posting_ends=np.cumsum(lengths),
            entries=self._entries,
        )


def segment_of(entries: Sequence[Entry]) -> Segment:
    """Return the segment of single entries; those of one document stand together, in its order."""
    builder = Builder()
    builder.add_entries(entries)
    return builder.segment()


def combined(
    segments: Sequence[tuple[Segment, Collection[str]]], check: Checkpoint
) -> tuple[Segment, Iterator[NDArray[np.uint8]]]:
    """Return one segment with what several have, each without the documents beside it, in their order.

    Its texts, which may be much, come apart, in pieces. A document must be left in one of them at most. Raises what
    `check` raises, which is called every few moments.
    """
    whole = [segment for segment, _ in segments]
    stays = [
        np.fromiter((id_ not in without for id_ in segment.documents), np.bool_, len(segment.documents))
        for segment, without in segments
    ]
    kept = [np.flatnonzero(left[each.document_of]) for each, left in zip(whole, stays, strict=True)]
    words, counts, codes, lengths = _all_postings(whole, kept, check)
    documents, versions, document_of = _documents(whole, stays, kept)
    speakers, speaker_of = _speakers(whole, kept)
    sizes = [np.diff(each.text_ends, prepend=0)[mine] for each, mine in zip(whole, kept, strict=True)]
    segment = Segment(
        documents=documents,
        versions=versions,
        speakers=speakers,
        document_of=document_of,
        paragraphs=_joined([each.paragraphs for each in whole], kept),
        kinds=_joined([each.kinds for each in whole], kept),
        speaker_of=speaker_of,
        texts=np.zeros(0, np.uint8),
        text_ends=np.cumsum(np.concatenate([np.zeros(0, np.int64), *sizes])),
        lexicon=Lexicon.packed(words),
        counts=counts,
        postings=codes,
        posting_ends=np.cumsum(lengths),
    )
    return segment, _texts(whole, kept)


def _all_postings(
    segments: Sequence[Segment], kept: Sequence[NDArray[np.intp]], check: Checkpoint
) -> tuple[list[str], NDArray[np.uint32], NDArray[np.uint8], NDArray[np.int64]]:
    """Return all words that are left, how many entries have each, their lists, and these' lengths."""
    lexicons = [each.lexicon.all() for each in segments]
    words = sorted(set().union(*lexicons))
    places = {word: place for place, word in enumerate(words)}
    maps = [np.fromiter(map(places.__getitem__, each), np.int64, len(each)) for each in lexicons]
    del lexicons, places
    counts, codes, lengths = _joined_up(_postings(segments, kept, maps, len(words), check))
    is_there = counts > 0
    left = [word for word, there in zip(words, is_there.tolist(), strict=True) if there]
    return left, counts[is_there], codes, lengths[is_there]


def _postings(
    segments: Sequence[Segment],
    kept: Sequence[NDArray[np.intp]],
    maps: Sequence[NDArray[np.int64]],
    words: int,
    check: Checkpoint,
) -> Iterator[_Postings]:
    """Yield the postings of one range of words after the other; `maps` give the new numbers of each segment's words."""
    new_numbers = []
    done = 0
    for segment, mine in zip(segments, kept, strict=True):
        numbers = np.full(segment.size, -1, np.int64)
        numbers[mine] = np.arange(done, done + len(mine))
        new_numbers.append(numbers)
        done += len(mine)
    totals = np.zeros(words, np.int64)
    for segment, places_of in zip(segments, maps, strict=True):
        np.add.at(totals, places_of, segment.counts)
    for first, last in _ranges(totals):
        check()
        pairs = []
        for segment, places_of, numbers in zip(segments, maps, new_numbers, strict=True):
            here = range(*np.searchsorted(places_of, [first, last]).tolist())
            if here:
                counts = segment.counts[here.start : here.stop]
                entries = numbers[segment.postings_of(here)]
                of_word = np.repeat(places_of[here.start : here.stop] - first, counts)
                pairs.append(((of_word << 32) | entries)[entries >= 0])
        joined = np.concatenate([np.zeros(0, np.int64), *pairs])
        joined.sort()
        counts = np.bincount(joined >> 32, minlength=last - first).astype(np.uint32)
        yield counts, *gaps.encode(joined & 0xFFFFFFFF, counts, done)


def _encoded(pairs: NDArray[np.int64], words: int, size: int) -> Iterator[_Postings]:
    """Yield the postings of one range of words after the other; `pairs` are as those of a Tally."""
    counts = np.bincount(pairs >> 32, minlength=words).astype(np.uint32)
    ends = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
    for first, last in _ranges(counts):
        yield counts[first:last], *gaps.encode(pairs[ends[first] : ends[last]] & 0xFFFFFFFF, counts[first:last], size)


def _ranges(counts: NDArray[np.unsignedinteger | np.signedinteger]) -> Iterator[tuple[int, int]]:
    """Yield where ranges of words begin and end that have about `_AT_A_TIME` postings, or one word has more."""
    ends = np.cumsum(counts, dtype=np.int64)
    first = 0
    while first < len(counts):
        before = ends[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(ends, before + _AT_A_TIME, "right")))
        yield first, last
        first = last


def _joined_up(parts: Iterable[_Postings]) -> _Postings:
    none = np.zeros(0, np.uint32), np.zeros(0, np.uint8), np.zeros(0, np.int64)
    counts, codes, lengths = zip(none, *parts, strict=True)
    return np.concatenate(counts), np.concatenate(codes), np.concatenate(lengths)


def _documents(
    segments: Sequence[Segment], stays: Sequence[NDArray[np.bool_]], kept: Sequence[NDArray[np.intp]]
) -> tuple[list[str], list[str], NDArray[np.uint32]]:
    documents: list[str] = []
    versions: list[str] = []
    numbers: list[NDArray[np.uint32]] = [np.zeros(0, np.uint32)]
    for segment, left, mine in zip(segments, stays, kept, strict=True):
        places = (len(documents) + np.cumsum(left) - 1).astype(np.uint32)
        numbers.append(places[segment.document_of[mine]])
        for number in np.flatnonzero(left).tolist():
            documents.append(segment.documents[number])
            versions.append(segment.versions[number])
    return documents, versions, np.concatenate(numbers)


def _speakers(
    segments: Sequence[Segment], kept: Sequence[NDArray[np.intp]]
) -> tuple[list[Speaker], NDArray[np.uint32]]:
    known: dict[Speaker, int] = {}
    numbers: list[NDArray[np.uint32]] = [np.zeros(0, np.uint32)]
    for segment, mine in zip(segments, kept, strict=True):
        places = [0, *(1 + known.setdefault(each, len(known)) for each in segment.speakers)]
        numbers.append(np.array(places, np.uint32)[segment.speaker_of[mine]])
    return list(known), np.concatenate(numbers)


def _texts(segments: Sequence[Segment], kept: Sequence[NDArray[np.intp]]) -> Iterator[NDArray[np.uint8]]:
    for segment, mine in zip(segments, kept, strict=True):
        if len(mine) == segment.size:
            yield segment.texts
            continue
        alive = np.zeros(segment.size, np.bool_)
        alive[mine] = True
        yield segment.texts[np.repeat(alive, np.diff(segment.text_ends, prepend=0))]


def _joined(columns: Sequence[NDArray[_Kind]], kept: Sequence[NDArray[np.intp]]) -> NDArray[_Kind]:
    return np.concatenate([column[mine] for column, mine in zip(columns, kept, strict=True)])


def _paragraph(entry: Entry) -> int:
    """Return the number of an entry's paragraph, of an orphan minus the one that it had, 0 where it has none."""
    n = entry.paragraph or 0
    return -n if is_lost(entry) else n
