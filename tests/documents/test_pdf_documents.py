"""PDFs become paragraphs as a person reads them: across lines, columns and pages, without what stands around."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from documents_made import kinds, read_data, texts
from pdf_made import Page, assemble, pdf

from reader.documents.formats.pdf_lines import page_lines
from reader.documents.reading import read_bytes

if TYPE_CHECKING:
    from reader.documents.model import Content

ONE = ("The gym in Northport opened in 1998 and taught three hundred", "children to box before the council sold it.")
TWO = (
    "Nobody asked the coaches, who had run it for nothing, what they",
    "would have done with the building and its yard.",
)


def read(*pages: Page, **about: dict[str, str]) -> Content:
    return read_data(pdf(*pages, **about), "report.pdf")


def words(content: Content) -> list[str]:
    return [paragraph.text for paragraph in content.paragraphs if paragraph.kind != "boilerplate"]


def test_lines_become_paragraphs_where_a_gap_parts_them():
    content = read(Page().lines(72, 700, *ONE).lines(72, 660, *TWO))
    assert words(content) == [" ".join(ONE), " ".join(TWO)]


def test_a_gap_parts_paragraphs_whose_last_line_is_full():
    full = "The club was told that it had to leave the yard within a week."
    content = read(Page().lines(72, 700, full, full).lines(72, 662, full, full).lines(72, 624, full, full))
    assert words(content) == [f"{full} {full}"] * 3


def test_lines_become_paragraphs_where_the_first_is_set_in():
    page = Page()
    for number in range(6):
        page.at(90, 700 - 28 * number, ONE[0]).at(72, 686 - 28 * number, ONE[1])
    assert words(read(page)) == [" ".join(ONE)] * 6


def test_a_paragraph_goes_on_over_the_page_and_what_interrupts_it_comes_after():
    pages = [
        Page().at(72, 800, "Report of the inquiry 2021").lines(72, 700, *ONE).lines(72, 90, TWO[0]).at(290, 30, "4"),
        Page().at(72, 800, "Report of the inquiry 2021").lines(72, 740, TWO[1]).lines(72, 680, *ONE).at(290, 30, "5"),
    ]
    content = read(*pages)
    assert words(content) == [" ".join(ONE), " ".join(TWO), " ".join(ONE)]
    furniture = texts(content, "boilerplate")
    assert sorted(furniture) == ["4", "5", "Report of the inquiry 2021", "Report of the inquiry 2021"]
    assert [paragraph.kind for paragraph in content.paragraphs[2:4]] == ["boilerplate"] * 2


def test_a_small_raised_figure_ends_no_line():
    page = Page().at(72, 700, "The club had thirty rowers").at(200, 709, "12", size=5)
    page.at(206, 700, ". Most of them").at(72, 686, "came from the mill.")
    assert words(read(page)) == ["The club had thirty rowers 12. Most of them came from the mill."]


def test_a_page_that_is_written_from_right_to_left_has_paragraphs():
    full, last = "המועדון בעיר הנמל נפתח לפני שנים רבות מאוד על ידי", "אנשי הים שלנו."
    page = Page()
    for number in range(4):
        for place, text in enumerate((full, full, last)):
            page.hebrew(500, 760 - 42 * number - 14 * place, text)
    assert words(read(page)) == [f"{full} {full} {last}"] * 4


@pytest.mark.parametrize("row_by_row", [False, True])
def test_columns_are_read_one_after_the_other(row_by_row: bool):
    left = [
        "The first column tells of a gym",
        "that the council sold, and of the",
        "coaches who had run it for many",
        "years without pay.",
    ]
    right = [
        "The second tells of the police,",
        "who came on Tuesdays to talk to",
        "everybody who boxed there, until",
        "the doors were shut.",
    ]
    page = Page()
    if row_by_row:
        for number, pair in enumerate(zip(left, right, strict=True)):
            page.at(72, 700 - 14 * number, pair[0]).at(310, 700 - 14 * number, pair[1])
    else:
        page.lines(72, 700, *left).lines(310, 700, *right)
    assert words(read(page)) == [" ".join(left), " ".join(right)]


def test_hyphens_at_line_ends_are_mended_by_what_the_document_writes_elsewhere():
    content = read(
        Page()
        .lines(
            72, 700, "The govern-", "ment spoke of counter-", "extremism and of the well-", "known foot-", "ballers."
        )
        .lines(72, 600, "A footballers’ union was asked too, and a half-", "Turkish club.")
    )
    assert words(content) == [
        "The government spoke of counter-extremism and of the well-known footballers.",
        "A footballers’ union was asked too, and a half-Turkish club.",
    ]


def test_a_word_with_a_hyphen_of_its_own_is_mended_too():
    content = read(
        Page()
        .lines(
            72, 700, "The counter-ex-", "tremism of the council was the work of its counter-", "-extremism officers."
        )
        .lines(72, 600, "Some call it counter-extremism.")
    )
    assert words(content)[0] == "The counter-extremism of the council was the work of its counter-extremism officers."


def test_headings_and_the_title_are_told_by_their_size_and_weight():
    page = Page().at(72, 760, "Sport and trust", 24).at(72, 720, "1. The gym", 14).lines(72, 700, *ONE)
    page.at(72, 640, "What was asked", bold=True).lines(72, 620, *TWO)
    content = read(page)
    assert kinds(content) == ["title", "heading", "body", "heading", "body"]
    assert content.metadata.title == "Sport and trust"


def test_a_list_is_read_by_its_items_however_far_its_bullets_stand_off_and_whatever_font_they_are_of():
    page = Page().lines(72, 760, "The club wants three things before the winter, and has written to the council about")
    page.raw(b"BT /F1 9 Tf 72 730 Td (\225) Tj ET\n")
    page.lines(96, 730, "a coach who is there on Mondays, as the one was for whom", "Quay Ward paid;")
    page.raw(b"BT /F3 7 Tf 72 702 Td (\267) Tj ET\n").lines(96, 702, "a key.")
    page.lines(72, 688, "The council has heard of none of them, and has no money for a coach in this year,")
    assert [(str(each.kind), each.text) for each in read(page).paragraphs][1:] == [
        (
            "list_item",
            "• a coach who is there on Mondays, as the one was for whom Quay Ward paid;",
        ),
        ("list_item", "• a key."),
        ("body", "The council has heard of none of them, and has no money for a coach in this year,"),
    ]


def test_what_a_printer_sets_up_the_margin_is_no_part_of_the_text():
    page = Page().lines(72, 760, "The council keeps the pool, which is not to say that it heats it; it keeps the")
    page.lines(72, 746, "water, too.").raw(
        b"BT /F1 7 Tf 0 1 -1 0 40 100 Tm (set by nobody on PRESS2 with PROPOSALS) Tj ET\n"
    )
    assert [(str(each.kind), each.text) for each in read(page).paragraphs] == [
        ("body", "The council keeps the pool, which is not to say that it heats it; it keeps the water, too."),
        ("boilerplate", "set by nobody on PRESS2 with PROPOSALS"),
    ]
    turned = Page().raw(b"BT /F1 11 Tf 0 1 -1 0 40 100 Tm (A whole page that lies on its side is read.) Tj ET\n")
    assert words(read(turned)) == ["A whole page that lies on its side is read."]


def test_an_abstract_in_bold_type_is_text_and_so_is_the_short_last_line_of_an_opening_in_larger_type():
    bold = ["A long abstract tells in bold type what others have found, and goes on so"] * 5
    page = Page()
    for number, text in enumerate(bold):
        page.at(72, 760 - 14 * number, text, bold=True)
    opening = "An opening is set in larger type than what follows and runs over two lines, " + "as here, " * 11
    page.at(72, 640, opening[:-1], size=12.5).at(72, 625, "which are read as one.", size=12.5)
    page.lines(72, 590, *["The text is in the size of most letters, line by line, down to the foot of the page."] * 12)
    content = read(page)
    assert [str(each.kind) for each in content.paragraphs][:2] == ["body", "body"]
    assert content.paragraphs[1].text.endswith("as here, which are read as one.")


@pytest.mark.parametrize(("initial", "left", "rest"), [("T", 102, "he council keeps"), ("A", 106, "council keeps")])
def test_an_initial_over_several_lines_stands_in_its_word(initial: str, left: float, rest: str):
    page = (
        Page().at(72, 700, initial, size=44).lines(left, 722, f"{rest} the pool, which is not to say that it heats it;")
    )
    page.lines(left, 708, "it keeps the water, too, and the towels in a cupboard by the door")
    page.lines(72, 694, "which nobody may open but the porter, who is at home on Sundays, and", "reads.")
    begins = "The council keeps the pool" if initial == "T" else "A council keeps the pool"
    assert [each.text.startswith(begins) for each in read(page).paragraphs] == [True]


def test_small_print_at_the_foot_is_footnotes():
    page = Page().lines(72, 700, *ONE)
    page.lines(
        72, 100, "1 See the council’s minutes of May,", "at page 4.", "2 Letter to the editor.", size=8, leading=10
    )
    content = read(page)
    assert texts(content, "footnote") == ["1 See the council’s minutes of May, at page 4.", "2 Letter to the editor."]
    assert texts(content, "body") == [" ".join(ONE)]


def test_numbers_of_lines_in_the_margin_are_no_words():
    lines = [*ONE, *TWO, *ONE]
    page = Page()
    for number, text in enumerate(lines, 1):
        page.at(40, 700 - 14 * number, str(number)).at(72, 700 - 14 * number, text)
    content = read(page)
    assert "".join(words(content)).replace(" ", "") == "".join(lines).replace(" ", "")
    assert texts(content, "boilerplate") == ["1 2 3 4 5 6"]


def test_rows_of_a_table_keep_their_cells_apart():
    page = Page().lines(72, 740, *ONE)
    for number, row in enumerate([("Club", "Members", "Coaches"), ("Judo", "40", "3"), ("Rowing", "112", "7")]):
        for place, cell in enumerate(row):
            page.at(72 + 150 * place, 600 - 14 * number, cell)
    assert texts(read(page), "table_row") == ["Club | Members | Coaches", "Judo | 40 | 3", "Rowing | 112 | 7"]


def test_an_interview_gets_its_speakers():
    page = Page().lines(72, 740, "Interviewer: How did the club begin?", leading=14)
    page.lines(72, 710, "P07: With a bat and a wall, and with a few", "friends who came on Sundays.")
    page.lines(72, 670, "Interviewer: And the police?").lines(72, 640, "P07: They came on Tuesdays.")
    spoken = [(p.speaker.name, p.kind) for p in read(page).paragraphs if p.speaker]
    assert spoken == [(name, "speech") for name in ("Interviewer", "P07", "Interviewer", "P07")]


def test_what_the_file_says_of_itself_is_taken_where_it_makes_sense():
    page = Page().lines(72, 700, *ONE)
    about = {"Title": "Sport and trust", "Author": "Jane Okafor", "CreationDate": "D:20210304101112Z"}
    told = read(page, info=about).metadata
    assert (told.title, told.author, told.date) == ("Sport and trust", "Jane Okafor", "2021-03-04")


@pytest.mark.parametrize("title", ["Microsoft Word - final v3.doc", "Untitled", "report.indd", "Document1", "  "])
def test_titles_that_programs_make_up_are_left_out(title: str):
    about = {"Title": title, "Author": "user", "CreationDate": "D:00000000"}
    told = read(Page().lines(72, 700, *ONE), info=about).metadata
    assert (told.title, told.author, told.date) == (None, None, None)


def test_a_date_printed_on_the_first_page_goes_before_the_files_own():
    page = Page().at(72, 760, "Tuesday, 31st March, 1998").lines(72, 700, *ONE)
    assert read(page, info={"CreationDate": "D:20101001065005"}).metadata.date == "1998-03-31"


def test_a_pdf_without_words_says_what_to_do():
    error = read_bytes(pdf(Page().raw(b"0 0 m 100 100 l S\n")), "scan.pdf").error
    assert error == "this PDF holds only pictures of pages: run OCR first (for example ocrmypdf)"


def test_a_locked_pdf_says_what_to_do():
    key = b"<" + b"00" * 32 + b">"
    locked = assemble(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [] /Count 0 >>",
            b"<< /Filter /Standard /V 1 /R 2 /P -1 /O " + key + b" /U " + key + b" >>",
        ],
        b"/Encrypt 3 0 R /ID [<00><00>] ",
    )
    error = read_bytes(locked, "a.pdf").error
    assert error == "this PDF is locked with a password: save a copy without one (for example with qpdf --decrypt)"


def test_an_escape_in_a_pdf_never_comes_out():
    content = read(Page().raw(b"BT /F1 11 Tf 72 700 Td (Red \\033[31mgym and \\033]0;title\\007 a yard.) Tj ET\n"))
    assert all(char.isprintable() for paragraph in content.paragraphs for char in paragraph.text)
    assert "gym" in content.paragraphs[0].text


def test_every_word_of_a_page_is_kept_once():
    pypdfium2 = pytest.importorskip("pypdfium2")
    data = pdf(Page().lines(72, 700, *ONE, *TWO).at(72, 30, "Page 4").at(400, 600, "beside"))
    lines = page_lines(pypdfium2.PdfDocument(data)[0], 0).lines
    content = read_data(data, "a.pdf")
    said = sorted(word for paragraph in content.paragraphs for word in paragraph.text.split())
    assert said == sorted(word for line in lines for word in line.text.split())


def test_page_numbers_that_stand_high_above_the_foot_are_known_by_counting_on():
    lines = [*ONE, *TWO] * 3
    pages = [
        Page().lines(72, 700, *lines, TWO[0]).at(80, 175, "* The council’s own words.", size=7).at(290, 130, "1"),
        Page().lines(72, 700, TWO[1], *lines).at(290, 130, "2"),
        Page().lines(72, 700, *lines).lines(72, 440, "The yard held", "40"),
    ]
    content = read(*pages)
    assert texts(content, "boilerplate") == ["1", "2"]
    assert texts(content, "footnote") == ["* The council’s own words."]
    assert all(f" {number} " not in text for text in words(content) for number in "12")
    assert words(content)[-1] == "40"
    assert texts(read(Page().lines(72, 700, *lines).at(290, 130, "1")), "boilerplate") == ["1"]


def test_a_line_that_is_drawn_with_characters_is_no_heading():
    page = Page().at(72, 760, "Question paper", size=18).at(72, 738, "———————————", size=18).lines(72, 700, *ONE)
    page.lines(72, 660, "* * * * *").lines(72, 640, *TWO)
    content = read(page)
    assert content.metadata.title == "Question paper"
    assert words(content) == ["Question paper", " ".join(ONE), " ".join(TWO)]


def test_a_question_in_bold_type_that_runs_on_is_one_heading_and_hidden_names_are_none():
    page = Page().at(72, 760, "144. Ms A Lee (Newport) to ask the Minister of Pools, Baths and all the", bold=True)
    page.at(72, 746, "Harbours:", bold=True).lines(72, 718, *ONE)
    page.lines(72, 680, "The coach said that it was XXXX who had closed the gym, together with", "XXXXX XX XXXX.")
    page.lines(72, 640, *ONE)
    content = read(page)
    assert [str(paragraph.kind) for paragraph in content.paragraphs] == ["heading", "body", "body", "body"]
    assert content.paragraphs[0].text.endswith("all the Harbours:")
    assert content.paragraphs[2].text.endswith("together with XXXXX XX XXXX.")
