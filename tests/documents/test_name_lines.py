"""Interviews in which a name stands alone above each turn, and texts whose headings only look so."""

from __future__ import annotations

import pytest
from documents_made import kinds, read, read_data, speakers, texts
from files_made import docx, para, run, styled

TURNS = [
    ("Ann Lee", "Where did you learn to swim?"),
    ("Bo Marsh", "In the harbour, like all of us."),
    ("Bo Marsh", "Until it was closed, I mean."),
    ("Ann Lee", "And what became of your club?"),
    ("Bo Marsh", "Most of us left."),
    ("Ann Lee", "Do you miss it?"),
    ("Cy Dean", "I do. We all do."),
    ("Bo Marsh", "Yes."),
]
HEADINGS = '<w:style w:type="paragraph" w:styleId="H3"><w:name w:val="heading 3"/></w:style>'


def markdown(turns, mark="### {}:"):
    return "# The harbour\n\n" + "\n\n".join(f"{mark.format(who)}\n\n{words}" for who, words in turns)


def said(content):
    return [(p.speaker.name, p.text) for p in content.paragraphs if p.kind == "speech"]


@pytest.mark.parametrize("name", ["a.md", "a.docx"])
def test_headings_that_name_the_speakers(name):
    if name == "a.md":
        content = read(markdown(TURNS), name)
    else:
        body = para("The harbour") + "".join(styled(f"{who}:", "H3") + para(words) for who, words in TURNS)
        content = read_data(docx(body, HEADINGS), name)
    assert said(content) == TURNS
    assert kinds(content).count("speaker_line") == len(TURNS)
    assert content.metadata.title == "The harbour"


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_bare_lines_in_another_language(name):
    turns = [
        ("Interviewer", "Waar heeft u leren zwemmen?"),
        ("Badmeester", "In de haven, zoals iedereen hier."),
        ("Interviewer", "En wat gebeurde er met de club?"),
        ("Badmeester", "De meesten zijn weggegaan."),
        ("Interviewer", "Mist u het?"),
        ("Badmeester", "Ja, elke dag."),
    ]
    content = read(markdown(turns, "### {}" if name == "a.md" else "{}").replace("# The", "The"), name)
    assert said(content) == turns


def test_laughter_is_nobodys_and_another_heading_ends_a_turn():
    before, after = TURNS[:4], TURNS[4:]
    text = markdown(before) + "\n\n(laughter)\n\nReally.\n\n## Later\n\nThey walked on.\n\n" + markdown(after)
    content = read(text, "a.md")
    told = {p.text: p.speaker and p.speaker.name for p in content.paragraphs}
    assert (told["(laughter)"], told["Really."], told["They walked on."]) == (None, "Ann Lee", None)
    assert texts(content, "heading")[0] == "Later"


@pytest.mark.parametrize(
    "headings",
    [["Summary", "Findings"], ["Pool Hours", "Water Depth"], ["Ingredients:", "Preparation:"], ["Ann Lee"]],
    ids=["chapters", "two words", "recipes", "one name"],
)
def test_headings_that_come_again_in_every_chapter_name_nobody(headings):
    part = "".join(f"### {heading}\n\nThe water was cold on all days of the week.\n\n" for heading in headings)
    content = read("# Report\n\n" + "".join(f"## Place {n}\n\n{part}" for n in "abcd"), "a.md")
    assert set(speakers(content)) <= {None}
    assert texts(content, "heading").count(headings[0]) == 4


def test_where_names_stand_before_the_words_bare_lines_are_words():
    turns = [f"{who}: {words}" for who, words in TURNS]
    for place in (6, 4, 2, 0):
        turns[place : place + 2] = [turns[place], "Oars", "You row.", turns[place + 1], "Buoys", "I float."]
    content = read("\n\n".join(turns), "a.md")
    assert {name for name in speakers(content) if name} == {"Ann Lee", "Bo Marsh", "Cy Dean"}


def led(turns, name):
    if name == "a.docx":
        body = "".join(para(run(who, "<w:b/>") + run(f" {words}")) for who, words in turns)
        return read_data(docx(para("The harbour") + body), name)
    mark = {"a.md": "**{}** {}", "a.html": "<p><b>{}</b> {}</p>"}[name]
    return read("\n\n".join(mark.format(who, words) for who, words in turns), name)


@pytest.mark.parametrize("name", ["a.md", "a.docx", "a.html"])
def test_names_in_bold_type_before_the_words(name):
    content = led(TURNS, name)
    assert said(content) == TURNS
    assert kinds(content).count("speaker_line") == len(TURNS)


@pytest.mark.parametrize(
    "turns",
    [
        [("Pros", "You can swim. "), ("Cons", "You may get wet.")],
        [("Ann Lee", "rowed here, like all of us."), ("Bo Marsh", "rows, and so do you.")],
        [("Best Case", "Dry weather all day."), ("Worst Case", "Rain and fog.")],
        [("Note:", "You swim at your own risk."), ("Warning:", "You may get wet.")],
    ],
    ids=["single words", "sentences", "nobody talks", "fields"],
)
@pytest.mark.parametrize("name", ["a.md", "a.docx", "a.html"])
def test_bold_words_that_begin_paragraphs_of_a_guide_name_nobody(turns, name):
    content = led([*turns, ("", "There is more to say of it."), ("", "And more.")] * 4, name)
    assert set(speakers(content)) <= {None}
    assert content.paragraphs[-4].text.startswith(turns[0][0])


def test_turns_in_bold_type_on_lines_of_one_paragraph():
    text = "\n".join(f"**{who}** {words}" for who, words in TURNS)
    assert said(read(text, "a.md")) == TURNS
