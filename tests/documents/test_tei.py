"""TEI: what scholars keep debates and plays in. Who speaks is marked by `sp` or by `u`, and nothing is lost."""

from __future__ import annotations

from documents_made import kinds, name_of, read, speakers, texts

HEADER = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title type="main">The Pools Bill</title>
<title type="sub">A sitting</title><author>Clerk of the House</author></titleStmt>
<publicationStmt><date when="2024-01-23"/><availability><p>This may be copied by everybody who likes to.</p>
</availability></publicationStmt></fileDesc><profileDesc><settingDesc><setting><date when="2022-07-21"/></setting>
</settingDesc><particDesc><listPerson><person xml:id="p1"><persName><surname>Lee</surname><forename>Ann</forename>
</persName></person></listPerson></particDesc></profileDesc></teiHeader><text><body>"""
END = "</body></text></TEI>"


def test_utterances_have_the_names_that_the_header_gives():
    content = read(
        HEADER
        + """<div><head>Pools</head><note type="speaker">Ms Lee:</note>
        <u who="#p1" xml:id="u1"><seg>I rise to speak of pools.</seg><kinesic><desc>Applause.</desc></kinesic>
        <seg>They are <hi>cold</hi>.</seg></u><gap reason="editorial"><desc>SAMPLING</desc></gap>
        <u who="#p1"><seg>And old.</seg></u>
        <u who="#BoMcEwan">I know that.</u><note>The House rose.</note></div>"""
        + END,
        "a.xml",
    )
    assert kinds(content) == [
        "heading", "speaker_line", "speech", "body", "speech", "speech", "speaker_line", "speech", "body",
    ]  # fmt: skip
    assert speakers(content) == ["Ann Lee", "Ann Lee", "Ann Lee", "Bo McEwan"]
    assert texts(content, "speech") == ["I rise to speak of pools.", "They are cold.", "And old.", "I know that."]
    assert texts(content, "speaker_line") == ["Ms Lee", "Bo McEwan"]
    assert (content.metadata.title, content.metadata.date) == ("The Pools Bill", "2022-07-21")
    assert content.metadata.author == "Clerk of the House"


def test_speeches_name_their_speaker_whatever_they_are_wrapped_in():
    content = read(
        HEADER
        + """<stage>They sit by the pool.</stage><sp who="#a"><speaker>ANN.</speaker><p>Who swims?</p>
        <stage>(Nobody.)</stage><p>Who then?</p></sp>
        <sp><speaker>Bo Ek</speaker><own:metadata xmlns:own="urn:x"><p>I do.</p><p>Every day.</p></own:metadata></sp>
        <sp><speaker>Cy</speaker><l>The water's cold,</l><l>the water's old.</l></sp>"""
        + END,
        "a.xml",
    )
    assert [(name_of(p), p.text) for p in content.paragraphs if p.kind != "speaker_line"] == [
        (None, "They sit by the pool."),
        ("ANN", "Who swims?"),
        (None, "(Nobody.)"),
        ("ANN", "Who then?"),
        ("Bo Ek", "I do."),
        ("Bo Ek", "Every day."),
        ("Cy", "The water's cold,"),
        ("Cy", "the water's old."),
    ]


def test_a_book_has_no_speakers_and_its_header_is_no_text():
    content = read(
        HEADER + "<div><head>One</head><p>The pool was built in the year of the flood, they say.</p></div>" + END,
        "a.xml",
    )
    assert kinds(content) == ["heading", "body"]
    assert content.metadata.title == "The Pools Bill"
