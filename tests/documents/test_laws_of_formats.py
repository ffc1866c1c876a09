"""What holds of every document in every format: no word is lost, none is made up, and the order stays."""

from __future__ import annotations

from html import escape

import pytest
from files_made import chapter, docx, epub, odt, para, read_made, run
from hypothesis import given, settings
from hypothesis import strategies as st

TWENTY = [
    "The harbour pool opened in 1903, when the town had more boats than bicycles.",
    "“Nobody swam in winter,” says Åsa Lindqvist, who keeps the keys — and the cat.",
    "Prices rose: 4 pence in 1910, £1.50 in 1990, and 7 € for visitors since then.",
    "Is it true that the relay team of 2019 learnt here? It is [so they say].",
] * 5


def _rtf(paragraphs: list[str]) -> bytes:
    def coded(text: str) -> str:
        signs = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}").encode("utf-16-le")
        units = [int.from_bytes(signs[place : place + 2], "little") for place in range(0, len(signs), 2)]
        return "".join(chr(unit) if unit < 128 else f"\\u{unit - 65_536 * (unit > 32_767)}?" for unit in units)

    return ("{\\rtf1\\ansi " + "\\par\n".join(map(coded, paragraphs)) + "}").encode()


WRITERS = {
    "a.docx": lambda paragraphs: docx("".join(para(run(escape(text))) for text in paragraphs)),
    "a.odt": lambda paragraphs: odt("".join(f"<text:p>{escape(text)}</text:p>" for text in paragraphs)),
    "a.rtf": _rtf,
    "a.epub": lambda paragraphs: epub({"a.xhtml": chapter("".join(f"<p>{escape(text)}</p>" for text in paragraphs))}),
    "a.html": lambda paragraphs: ("<html><body>" + "".join(f"<p>{escape(text)}</p>" for text in paragraphs)).encode(),
}


@pytest.mark.parametrize("name", WRITERS)
def test_twenty_paragraphs_are_read_exactly(name: str):
    content = read_made(WRITERS[name](TWENTY), name)
    assert [paragraph.text for paragraph in content.paragraphs] == TWENTY


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=12)
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), min_size=1, max_size=8)


@pytest.mark.parametrize("name", WRITERS)
@given(paragraphs=TEXTS)
@settings(max_examples=60, deadline=None)
def test_no_word_is_lost_or_made_up(name: str, paragraphs: list[str]):
    content = read_made(WRITERS[name](paragraphs), name)
    kept = "".join("".join(paragraph.text.split()) for paragraph in content.paragraphs)
    assert kept == "".join("".join(text.split()) for text in paragraphs)


BOXES = st.sampled_from(["p", "div", "section", "li", "blockquote", "span", "b", "em", "h2", "td", "article", "pre"])
TREES = st.recursive(
    WORDS.map(lambda word: f" {escape(word)} "),
    lambda inner: st.tuples(BOXES, st.lists(inner, max_size=4)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=25,
)


@given(tree=TREES)
@settings(max_examples=150, deadline=None)
def test_every_word_of_a_page_is_kept_however_its_boxes_lie(tree: str):
    from selectolax.lexbor import LexborHTMLParser

    page = f"<html><body><p>Words.</p>{tree}</body></html>"
    shown = "".join(LexborHTMLParser(page).body.text().split())
    content = read_made(page.encode(), "a.html")
    assert sorted("".join("".join(p.text.split()) for p in content.paragraphs)) == sorted(shown)
