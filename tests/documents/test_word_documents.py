"""Word documents as their readers see them: changes accepted, hidden text out, every kind from its style."""

from __future__ import annotations

import base64
import quopri

import pytest
from documents_made import counts, kinds, speakers, texts
from files_made import STRICT, W, docx, docx_parts, packed, para, read_made, run, styled, table

from reader.documents.model import Content, Metadata
from reader.documents.reading import read_bytes


def read(body: str, **parts: str) -> Content:
    return read_made(docx(body, **parts), "made.docx")


def said(content: Content) -> list[str]:
    return [paragraph.text for paragraph in content.paragraphs]


SENTENCE = "The club reopened its boathouse on Monday after the storm."


@pytest.mark.parametrize("space", [W, STRICT])
def test_paragraphs_are_read_in_both_namespaces(space: str):
    content = read(para("One.") + para("") + para("Two."), space=space)
    assert said(content) == ["One.", "Two."]


def test_insertions_are_in_and_deletions_out():
    body = para(
        run("The club ")
        + f"<w:ins>{run('proudly ')}</w:ins>"
        + "<w:del><w:r><w:delText>sadly </w:delText></w:r></w:del>"
        + f"<w:moveFrom>{run('moved away ')}</w:moveFrom><w:moveTo>{run('reopened')}</w:moveTo>"
        + run(".")
    )
    assert said(read(body)) == ["The club proudly reopened."]


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    body = para(run("One half"), "<w:rPr><w:del/></w:rPr>") + para(run(" and the other.")) + para("Next.")
    assert said(read(body)) == ["One half and the other.", "Next."]
    in_a_cell = table([para(run("Left"), "<w:rPr><w:del/></w:rPr>"), "right"]) + para("After.")
    assert said(read(in_a_cell)) == ["Left | right", "After."]


def test_an_initial_over_several_lines_stands_in_its_word():
    frame = '<w:framePr w:dropCap="drop" w:lines="3"/>'
    assert said(read(para(run("T"), frame) + para("he club reopened.") + para("Next."))) == [
        "The club reopened.",
        "Next.",
    ]


def test_what_was_changed_in_looks_is_history():
    body = para(run("Words.", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"))
    old = '<w:pPrChange><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:pPrChange>'
    content = read(body + para(SENTENCE, old))
    assert said(content) == ["Words.", SENTENCE]
    assert kinds(content) == ["body", "body"]


def test_a_text_box_is_read_once_and_stands_behind_its_paragraph():
    box = f"<wps:txbx><w:txbxContent>{para('In the box.')}</w:txbxContent></wps:txbx>"
    old = f"<w:pict><v:textbox><w:txbxContent>{para('In the box.')}</w:txbxContent></v:textbox></w:pict>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    body = para(run("Around ") + f"<w:r>{both}</w:r>" + run("it.")) + para("After.")
    assert said(read(body)) == ["Around it.", "In the box.", "After."]
    assert said(read(para(f"<w:r>{old}</w:r>"))) == ["In the box."]


def test_hidden_text_field_codes_and_empty_forms_are_out_their_results_in():
    hiding = '<w:style w:styleId="Secret"><w:name w:val="secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("12") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    link = f"<w:hyperlink>{run('the ')}<w:smartTag>{run('harbour')}</w:smartTag></w:hyperlink>"
    form = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Click here')}</w:sdtContent></w:sdt>"
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent>{run(' pool')}</w:sdtContent></w:sdt>"
    body = para(
        run("Page ") + field + run(" of ") + run("hidden ", "<w:vanish/>") + link + form + filled
        + run("!", '<w:vanish w:val="0"/>') + run("gone", '<w:rStyle w:val="Secret"/>')
    )  # fmt: skip
    assert said(read(body + styled("Not this.", "Secret"), styles=hiding)) == ["Page 12 of the harbour pool!"]


def test_signs_that_are_elements():
    body = para(
        "<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:softHyphen/><w:tab/><w:t>A</w:t><w:br/><w:t>B</w:t></w:r>"
    )
    assert said(read(body)) == ["co-op A B"]


def test_kinds_come_from_styles_outlines_and_numbering():
    styles = (
        '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>'
        '<w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="Own"><w:name w:val="Chapter of ours"/><w:basedOn w:val="berschrift2"/></w:style>'
        '<w:style w:styleId="Points"><w:name w:val="points"/>'
        '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>'
        '<w:style w:styleId="Loop"><w:name w:val="loop"/><w:basedOn w:val="Loop"/></w:style>'
    )
    body = (
        styled("Sport unites us", "Titel") + styled("Findings 3", "Verzeichnis1") + styled("What we asked", "Own")
        + para("First point", '<w:numPr><w:numId w:val="1"/></w:numPr>') + styled("Second point", "Points")
        + para("No point at all.", '<w:numPr><w:numId w:val="0"/></w:numPr>')
        + para("By outline", '<w:outlineLvl w:val="1"/>') + styled(SENTENCE, "Loop") + styled("Harbour", "Caption")
    )  # fmt: skip
    content = read(body, styles=styles)
    assert kinds(content) == [
        "title", "boilerplate", "heading", "list_item", "list_item", "body", "heading", "body", "caption",
    ]  # fmt: skip
    assert content.metadata.title == "Sport unites us"


def test_tables_are_rows_and_tables_in_cells_follow():
    inner = table(["a", "b"], ["c", "d"])
    content = read(table(["Club", "Members"], ["Leeds", para("40 and") + para("more")], ["Inner", inner]))
    assert texts(content, "table_row") == ["Club | Members", "Leeds | 40 and more", "Inner", "a | b", "c | d"]


def test_a_frame_of_one_cell_is_no_table():
    content = read(table([styled("Boxed heading", "Heading1") + para(SENTENCE)]) + para("After it all."))
    assert "table_row" not in counts(content)
    assert said(content) == ["Boxed heading", SENTENCE, "After it all."]


def test_a_note_that_two_places_refer_to_stands_once():
    reference = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    notes = f'<w:footnote w:id="7">{para("See the Gazette.")}</w:footnote>'
    content = read(para(run("Words") + reference + run(".")) + para(run("More") + reference), notes=notes)
    assert said(content) == ["Words[1].", "More[1]", "[1] See the Gazette."]


def test_footnotes_stand_at_the_end_with_their_mark():
    notes = (
        '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="7">{para(" See the Gazette.")}{para("And its index.")}</w:footnote>'
    )
    content = read(
        para(run("Words") + '<w:r><w:footnoteReference w:id="7"/></w:r>' + run(".")) + para("More."), notes=notes
    )
    assert said(content) == ["Words[1].", "More.", "[1] See the Gazette.", "And its index."]
    assert kinds(content)[2:] == ["footnote", "footnote"]


def test_an_interview_has_its_speakers():
    turns = [
        "Interviewer: How long have you rowed here?", "Anna Berg: Since I was nine, I think.",
        "It was my aunt who took me.", "Interviewer: And the club?", "Anna Berg: We trained the detectives.",
    ]  # fmt: skip
    body = styled("Interview at the boathouse", "Title") + "".join(map(para, turns))
    by = ["Interviewer", "Anna Berg", "Anna Berg", "Interviewer", "Anna Berg"]
    assert speakers(read(body)) == by
    lines = "<w:r>" + "<w:br/>".join(f"<w:t>{turn}</w:t>" for turn in turns) + "</w:r>"
    assert speakers(read(styled("Interview at the boathouse", "Title") + para(lines))) == [*by[:2], *by[3:]]


def test_what_the_file_says_of_itself_stands_behind_the_text():
    core = "<dc:title>Minutes, March</dc:title><dc:creator>Jo Ek</dc:creator>"
    core += "<dcterms:created>2021-03-04T10:00:00Z</dcterms:created>"
    assert read(para(SENTENCE), core=core).metadata == Metadata("Minutes, March", "2021-03-04", None, "Jo Ek", None)
    headed = read(styled("Board minutes", "Title") + para("Published: 5 May 2020") + para(SENTENCE), core=core)
    assert (headed.metadata.title, headed.metadata.date) == ("Board minutes", "2020-05-05")
    nothing = "<dc:title>Microsoft Word - draft.doc</dc:title><dc:creator>Windows User</dc:creator>"
    assert read(para(SENTENCE), core=nothing).metadata == Metadata()


def test_the_main_part_may_have_any_name():
    parts = docx_parts(para("Found."))
    parts["word/document2.xml"] = parts.pop("word/document.xml")
    parts["_rels/.rels"] = str(parts["_rels/.rels"]).replace('"word/document.xml"', '"/word/document2.xml"')
    assert said(read_made(packed(parts), "a.docx")) == ["Found."]


def test_a_document_without_words_is_empty():
    assert read_bytes(docx(para("")), "a.docx").error == "the file is empty"


@pytest.mark.parametrize("packing", ["", "quoted-printable", "base64"])
def test_web_pages_that_programs_pack_into_a_document_are_its_text(packing: str):
    text = "<h1>The café</h1><p>It was closed.</p><p>Why?</p>"
    page = f"<html><head><meta charset=utf-8></head><body>{text}</body></html>".encode()
    name, chunk = "chunk.html", page
    if packing:
        packed_page = base64.encodebytes(page) if packing == "base64" else quopri.encodestring(page)
        head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=b"\r\n\r\n--=b\r\n'
        kind = f"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: {packing}\r\n\r\n".encode()
        name, chunk = (
            "chunk.mht",
            head + kind + packed_page + b"\r\n--=b\r\nContent-Type: image/png\r\n\r\nxx\r\n--=b--",
        )
    parts = docx_parts(para("Above."))
    row = f'<Relationship Id="c" Type="urn:x/aFChunk" Target="/word/{name}"/></Relationships>'
    parts["word/_rels/document.xml.rels"] = str(parts["word/_rels/document.xml.rels"]).replace("</Relationships>", row)
    content = read_made(packed({**parts, f"word/{name}": chunk}), "a.docx")
    assert [(str(p.kind), p.text) for p in content.paragraphs] == [
        ("body", "Above."), ("heading", "The café"), ("body", "It was closed."), ("body", "Why?"),
    ]  # fmt: skip
