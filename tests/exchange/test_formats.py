from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.documents.gate import clean
from reader.errors import ReaderError
from reader.exchange import jsonl, markdown, table
from reader.exchange.export import FORMATS, export, export_to_file
from reader.exchange.rows import Filters, Row

ROW = Row(
    quotation="Sport unites.",
    theme="Sport",
    speaker="Piet Lindqvist",
    role="Mayor of Northport",
    title="Swimming",
    date="2021-11-29",
    path="debate.txt",
    paragraph=7,
    coder="bar",
    created="2024-01-01T00:00:00.000000+00:00",
    status="anchored",
    document="d1",
    tag="t1",
)


def written(write, *args, **options):
    stream = io.StringIO(newline="")
    write(*args, stream, **options)
    return stream.getvalue()


def report(*rows, **options):
    return written(markdown.write, rows, **options)


def test_a_report_groups_by_theme_then_document_in_the_order_of_the_codebook():
    rows = [
        replace(ROW, theme=theme, document=title, title=title) for title in ("One", "Two") for theme in ("B", "A", "C")
    ]
    headings = [line for line in report(*rows, themes=["C", "A"]).splitlines() if line.startswith("#")]
    assert headings == [
        "# Tagged passages",
        *("## C", "### One", "### Two"),
        *("## A", "### One", "### Two"),
        *("## B", "### One", "### Two"),
    ]


def test_a_report_quotes_and_says_where_the_words_come_from():
    assert report(replace(ROW, note="strong\nvery")) == (
        "# Tagged passages\n\n1 tag in 1 document.\n\n## Sport\n\n### Swimming\n\n29 November 2021\n\n"
        "> Sport unites.\n\n(Piet Lindqvist, Mayor of Northport, ‘Swimming’, 29 November 2021, ¶ 7)\n\n"
        "Note by bar: strong\\\nvery\n"
    )


def test_a_report_ends_with_the_notes_on_paragraphs():
    text = report(ROW, notes=[replace(ROW, theme="", tag="", quotation="Another.", note="look")])
    assert "## Notes on paragraphs\n\n### Swimming\n\n29 November 2021\n\n> Another.\n" in text
    assert text.endswith("Note by bar: look\n")


@pytest.mark.parametrize("status", ["review", "orphan"])
def test_a_report_says_where_the_words_no_longer_stand(status):
    assert "– its " in report(replace(ROW, status=status))


# What Markdown itself may do to plain text: drop blanks around lines, and nothing more.
TEXTS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FF) | st.sampled_from("\n[]()*_`#<>!&~|\\-+=."), max_size=60
)


@given(TEXTS)
def test_whatever_a_document_says_markdown_shows_it_and_does_not_obey_it(text):
    text = "\n".join(" ".join(line.split()) for line in clean(text).splitlines() if line.strip())
    tokens = MarkdownIt("commonmark").enable("table").parse(report(replace(ROW, quotation=text)))
    start = next(at for at, token in enumerate(tokens) if token.type == "blockquote_open")
    end = next(at for at, token in enumerate(tokens) if token.type == "blockquote_close")
    inside = tokens[start + 1 : end]
    assert {token.type for token in inside} <= {"paragraph_open", "inline", "paragraph_close"}
    children = [child for token in inside for child in token.children or ()]
    assert {child.type for child in children} <= {"text", "text_special", "hardbreak"}
    assert "".join("\n" if child.type == "hardbreak" else child.content for child in children) == text


def test_brackets_asterisks_and_html_in_titles_and_notes_are_escaped():
    text = report(replace(ROW, title="*A* [b](c) <i>", note="<script>", theme="#1 & co"))
    assert r"### \*A\* \[b\](c) \<i\>" in text
    assert r"Note by bar: \<script\>" in text
    assert r"## \#1 \& co" in text


CELLS = st.text(st.sampled_from("='+-@\t\ra\n\",; é"), max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=4))
def test_csv_reads_back_the_same_once_the_apostrophe_is_taken_off(cells):
    rows = [replace(ROW, quotation=quotation, note=note) for quotation, note in cells]
    text = written(table.write, rows)
    back = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [(row["quotation"], row["note"]) for row in back] == [tuple(map(escaped, pair)) for pair in cells]
    assert [(unescaped(row["quotation"]), unescaped(row["note"])) for row in back] == cells
    assert not any(cell[:1] in "=+-@\t\r" for row in back for cell in row.values() if cell)
    raw = list(csv.DictReader(io.StringIO(written(table.write, rows, raw=True), newline="")))
    assert [(row["quotation"], row["note"]) for row in raw] == cells


def escaped(cell):
    return f"'{cell}" if cell.lstrip("'")[:1] in tuple("=+-@\t\r") else cell


def unescaped(cell):
    return cell[1:] if cell.startswith("'") and cell.lstrip("'")[:1] in tuple("=+-@\t\r") else cell


def test_csv_leaves_unknown_cells_empty_and_names_its_columns():
    text = written(table.write, [ROW])
    header, row = text.splitlines()
    assert header == (
        "quotation,theme,speaker,party,role,constituency,title,date,source,author,url,path,paragraph,start,end,coder,"
        "created,note,status,document,tag,attributes"
    )
    assert row == (
        "Sport unites.,Sport,Piet Lindqvist,,Mayor of Northport,,Swimming,2021-11-29,,,,debate.txt,7,,,bar,"
        "2024-01-01T00:00:00.000000+00:00,,anchored,d1,t1,"
    )


def test_csv_prints_no_control_character_of_a_file_name():
    assert "\x1b" not in written(table.write, [replace(ROW, path="\x1b[31mx\udce9.txt")])


def test_json_lines_have_the_shape_of_a_tag_and_what_cites_it():
    (line,) = written(jsonl.write, [ROW]).splitlines()
    assert json.loads(line) == {
        "id": "t1",
        "document": "d1",
        "path": "debate.txt",
        "paragraph": 7,
        "start": None,
        "end": None,
        "theme": "Sport",
        "coder": "bar",
        "created": "2024-01-01T00:00:00.000000+00:00",
        "note": "",
        "quotation": "Sport unites.",
        "status": "anchored",
        "title": "Swimming",
        "date": "2021-11-29",
        "source": None,
        "speaker": "Piet Lindqvist",
        "attributes": {},
    }


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_of_nothing_is_a_whole_file(workspace, tmp_path, form):
    path = tmp_path / "out"
    assert export_to_file(workspace, form, path) == 0
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert first == {"markdown": "# Tagged passages", "csv": first, "jsonl": ""}[form]
    assert first.startswith("quotation,") == (form == "csv")


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_and_a_stream_get_the_same(workspace, put, note, tmp_path, form):
    put(workspace, "pool reopens", 4, "Sport")
    note(workspace, "minutes", 3, "grün")
    stream = io.StringIO(newline="")
    assert export(workspace, form, stream) == export_to_file(workspace, form, tmp_path / "out") == 1
    assert (tmp_path / "out").read_bytes() == stream.getvalue().encode("utf-8")


def test_a_report_has_notes_also_where_nothing_is_tagged(workspace, note):
    note(workspace, "minutes", 3, "grün")
    stream = io.StringIO()
    assert export(workspace, "markdown", stream, Filters()) == 0
    assert "Note by bar: grün" in stream.getvalue()


def test_a_file_is_not_half_written_over(workspace, put, tmp_path, monkeypatch):
    put(workspace, "minutes", 3, "Sport")
    path = tmp_path / "out"
    path.write_text("before")

    def refuse(*_):
        raise OSError("no space")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(OSError, match="no space"):
        export_to_file(workspace, "csv", path)
    assert path.read_text() == "before"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["library", "out"]


def test_a_link_is_followed_and_a_folder_or_a_missing_one_refused(workspace, tmp_path):
    (tmp_path / "real.csv").write_text("before")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    export_to_file(workspace, "csv", tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text().startswith("quotation,")
    with pytest.raises(ReaderError, match="is not a file"):
        export_to_file(workspace, "csv", tmp_path)
    with pytest.raises(ReaderError, match="There is no folder"):
        export_to_file(workspace, "csv", tmp_path / "missing" / "out.csv")
