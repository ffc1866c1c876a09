"""The lines of a pipe, in whatever pieces they arrive, and what they ask for: laws."""

from __future__ import annotations

import json
import os
import threading

from hypothesis import given
from hypothesis import strategies as st

from reader.cli.arriving import Arriving, Line
from reader.errors import ReaderError
from reader.exchange.orders import Order, read_order


def split(data, blocks, most=50):
    """Return the lines of `data` that arrive in blocks of the sizes given."""
    end, begin = os.pipe()
    arriving = Arriving(end, most)

    def write():
        at = 0
        for size in blocks:
            os.write(begin, data[at : at + size])
            at += size
        os.write(begin, data[at:])
        os.close(begin)

    writer = threading.Thread(target=write)
    writer.start()
    found = []
    while (each := arriving.wait()) is not None:
        found.append(each)
        while (each := arriving.ready()) is not None:
            found.append(each)
    writer.join()
    os.close(end)
    return found


@given(
    st.lists(st.text("ab\r\n\ufeff", max_size=80).map(str.encode)).map(b"\n".join),
    st.lists(st.integers(1, 9), max_size=9),
)
def test_lines_are_the_same_in_whatever_pieces_they_arrive(data, blocks):
    whole = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if not data.rpartition(b"\n")[2]:
        whole.pop()
    expected = [Line(n, text.removesuffix(b"\r")[:51]) for n, text in enumerate(whole, 1)]
    assert [each for each in split(data, blocks) if len(each.text) <= 50] == [
        each for each in expected if len(each.text) <= 50
    ]
    assert len(split(data, blocks)) == len(expected)


PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
VALUES = PLAIN | st.lists(PLAIN, max_size=3)
NAMES = st.sampled_from(["document", "paragraph", "theme", "themes", "note", "start", "end", "span", "coder", "x"])


@given(st.binary(max_size=40) | st.dictionaries(NAMES, VALUES).map(json.dumps).map(str.encode))
def test_any_line_is_an_order_or_an_error_in_words(text):
    try:
        order = read_order(text)
    except ReaderError:
        return
    assert isinstance(order, Order)
    assert order.themes
