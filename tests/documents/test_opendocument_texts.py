"""OpenDocument texts as their readers see them."""

from __future__ import annotations

from documents_made import kinds, texts
from files_made import manifest, odt, odt_parts, packed, read_made

from reader.documents.model import Content, Metadata
from reader.documents.reading import read_bytes

SENTENCE = "The club reopened its boathouse on Monday after the storm."


def read(body: str, **parts: str) -> Content:
    return read_made(odt(body, **parts), "made.odt")


def said(content: Content) -> list[str]:
    return [paragraph.text for paragraph in content.paragraphs]


def p(inner: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def test_spaces_tabs_and_breaks_that_are_elements():
    body = p(
        'one<text:s text:c="3"/>two<text:tab/>three<text:span>, <text:s/>four</text:span>\n   five<text:line-break/>six'
    )
    assert said(read(body)) == ["one two three, four five six"]


def test_deletions_comments_and_hidden_text_are_out():
    hidden = (
        '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="P1" style:parent-style-name="P0"/>'
        '<style:style style:name="P0"><style:text-properties text:display="none"/></style:style>'
    )
    changes = (
        f"<text:tracked-changes><text:changed-region>{p('Struck out.')}</text:changed-region></text:tracked-changes>"
    )
    body = (
        changes
        + p(
            "<text:change-start/>In<text:change-end/> and <office:annotation><dc:creator>Jo</dc:creator>"
            f'{p("Why?")}</office:annotation><text:span text:style-name="T1">secret </text:span>out.'
        )
        + p("Nobody sees this.", "P1")
    )
    body += f'<text:section text:display="none">{p("Nor this.")}</text:section>' + p("Last.")
    assert said(read(body, styles=hidden)) == ["In and out.", "Last."]


def test_kinds_come_from_elements_and_the_parents_of_styles():
    styles = (
        '<style:style style:name="P1" style:parent-style-name="Title"/>'
        '<style:style style:name="P2" style:parent-style-name="Heading_20_2"/>'
    )
    contents = f"<text:table-of-content><text:index-body>{p('Findings 3')}</text:index-body></text:table-of-content>"
    items = (
        f"<text:list><text:list-item>{p('First')}<text:list><text:list-item>{p('Inner')}</text:list-item></text:list>"
    )
    body = (
        p("Sport unites us", "P1") + contents + '<text:h text:outline-level="1">Findings</text:h>' + p("By style", "P2")
        + f"{items}</text:list-item></text:list>" + p(SENTENCE)
    )  # fmt: skip
    assert kinds(read(body, styles=styles)) == [
        "title", "boilerplate", "heading", "heading", "list_item", "list_item", "body",
    ]  # fmt: skip


def test_tables_text_boxes_and_footnotes():
    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}>{p(text) if text else ''}</table:table-cell>"

    rows = (
        f"<table:table-row>{cell('Club')}{cell('Members')}</table:table-row>"
        f"<table:table-row>{cell('Leeds')}{cell('40', 'table:number-columns-repeated=' + chr(34) + '2' + chr(34))}"
        f"{cell('', 'table:number-columns-repeated=' + chr(34) + '16000' + chr(34))}</table:table-row>"
    )
    box = f"<draw:frame><svg:title>A picture</svg:title><draw:text-box>{p('In the box.')}</draw:text-box></draw:frame>"
    note = "<text:note><text:note-citation>1</text:note-citation>"
    note += f"<text:note-body>{p('See there.')}</text:note-body></text:note>"
    content = read(p(f"Words{note} around{box} it.") + f"<table:table>{rows}</table:table>")
    assert texts(content, "table_row") == ["Club | Members", "Leeds | 40 | 40"]
    assert said(content)[:2] == ["Words[1] around it.", "In the box."]
    assert texts(content, "footnote") == ["[1] See there."]


def test_what_the_file_says_of_itself():
    meta = (
        "<dc:title>Minutes</dc:title><meta:initial-creator>Jo Ek</meta:initial-creator><dc:creator>Al</dc:creator>"
        "<meta:creation-date>2021-03-04T10:00:00</meta:creation-date>"
    )
    assert read(p(SENTENCE), meta=meta).metadata == Metadata("Minutes", "2021-03-04", None, "Jo Ek", None)


def test_a_locked_text_says_so_and_a_sheet_too():
    locked = {
        **odt_parts(p("x")),
        "content.xml": b"\x00\x01",
        "META-INF/manifest.xml": manifest("<manifest:encryption-data/>"),
    }
    assert read_bytes(packed(locked), "a.odt").error == "it is locked with a password: save it without one"
    sheet = {name: str(text).replace("office:text", "office:spreadsheet") for name, text in odt_parts(p("x")).items()}
    error = read_bytes(packed(sheet), "a.odt").error
    assert error is not None
    assert "holds no text" in error
