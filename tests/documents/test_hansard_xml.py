"""Hansard in XML: who says what is marked, so that nothing is guessed; other XML is read as far as it is prose."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from documents_made import kinds, name_of, read, speakers, texts

from reader.documents.model import Speaker
from reader.documents.reading import read_bytes

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "parlparse_xml"

DAY = """\
<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE publicwhip [
<!ENTITY pound "&#163;">
<!ENTITY eacute "&#233;">
]>
<publicwhip>
<major-heading id="uk.org.publicwhip/debate/2017-10-24a.207.0" nospeaker="true" time="15:17:00">Prevent</major-heading>
<speech id="uk.org.publicwhip/debate/2017-10-24a.207.1" speakername="Jane Okafor (Northport) (Lab)"
 person_id="uk.org.publicwhip/person/1" colnum="207" time="15:17:00">
<p pid="a207.1/1">Why did the gym get &pound;3,000 for its caf&eacute;?</p>
<p pid="a207.1/2">The club <i>asked</i> for
 more.</p>
</speech>
<speech id="uk.org.publicwhip/debate/2017-10-24a.207.2" speakername="The Minister for Sport (Piet Lindqvist)"
 person_id="uk.org.publicwhip/person/2"><p>I was told so.</p>
<table><tr><th>Club</th><th>Sum</th></tr><tr><td>Judo</td><td>3</td></tr></table></speech>
<speech id="uk.org.publicwhip/debate/2017-10-24a.207.3" nospeaker="true"><p><i>Question put.</i></p></speech>
<division id="uk.org.publicwhip/debate/2017-10-24a.208.0" divnumber="31" time="16:00:00">
<divisioncount ayes="2" noes="1"/>
<mplist vote="aye"><mpname id="x" vote="aye">Abbot, Ann</mpname><mpname>Okafor, Jane</mpname></mplist>
<mplist vote="no"><mpname>Lindqvist, Piet</mpname></mplist>
</division>
<minor-heading id="uk.org.publicwhip/debate/2017-10-24a.209.0">Boxing</minor-heading>
<speech id="uk.org.publicwhip/debate/2017-10-24a.209.1" speakername="Jane Okafor (Northport) (Lab)"
 person_id="uk.org.publicwhip/person/1"><p>Note: I have an interest.</p></speech>
</publicwhip>
"""
JANE = Speaker("Jane Okafor", "Labour", constituency="Northport", id="uk.org.publicwhip/person/1")
PIET = Speaker("Piet Lindqvist", role="The Minister for Sport", id="uk.org.publicwhip/person/2")


def test_a_day_in_the_commons():
    content = read(DAY, "debates.xml")
    assert kinds(content) == [
        "heading", "speaker_line", "speech", "speech", "speaker_line", "speech", "table_row", "table_row",
        "body", "heading", "table_row", "table_row", "heading", "speaker_line", "speech",
    ]  # fmt: skip
    assert texts(content, "speech")[:2] == ["Why did the gym get £3,000 for its café?", "The club asked for more."]
    spoken = [paragraph.speaker for paragraph in content.paragraphs if paragraph.kind == "speech"]
    assert spoken == [JANE, JANE, PIET, JANE]
    assert texts(content, "speaker_line")[0] == "Jane Okafor · Labour · Northport"


def test_a_day_in_the_australian_senate():
    day = DAY.replace("publicwhip>", "debates>").replace("DOCTYPE publicwhip", "DOCTYPE debates")
    day = day.replace("publicwhip/debate/", "publicwhip/lords/").replace('time="15:17:00"', 'time="unknown"')
    day = day.replace("<minor-heading", '<minor-heading url="http://parlinfo.aph.gov.au/parlInfo/1"')
    day = day.replace("mplist", "memberlist").replace("mpname", "member")
    content = read(day, "2017-10-24.xml")
    spoken = [paragraph.speaker for paragraph in content.paragraphs if paragraph.kind == "speech"]
    assert spoken == [JANE, JANE, PIET, JANE]
    assert (content.metadata.source, content.metadata.date) == ("Australian Senate", "2017-10-24")
    assert "unknown" not in {value for paragraph in content.paragraphs for _, value in paragraph.attributes}
    assert texts(content, "table_row") == texts(read(DAY, "a.xml"), "table_row")


def test_a_day_says_what_it_is():
    told = read(DAY, "debates.xml").metadata
    assert (told.title, told.date, told.source) == ("Prevent", "2017-10-24", "House of Commons")


def test_a_division_is_a_heading_with_its_votes():
    content = read(DAY, "debates.xml")
    assert "Division 31: Ayes 2, Noes 1" in texts(content, "heading")
    assert texts(content, "table_row")[-2:] == ["Ayes: Abbot, Ann; Okafor, Jane", "Noes: Lindqvist, Piet"]


def test_a_speech_keeps_when_and_where_it_was_made():
    speech = read(DAY, "debates.xml").paragraphs[2]
    assert dict(speech.attributes) == {
        "time": "15:17:00",
        "column": "207",
        "id": "uk.org.publicwhip/debate/2017-10-24a.207.1",
    }


def test_written_questions_and_their_replies():
    content = read(
        '<publicwhip><minor-heading id="uk.org.publicwhip/wrans/2020-05-05.1.h">Gyms</minor-heading>'
        '<ques speakername="Jane Okafor"><p>To ask how many gyms are open.</p></ques>'
        '<reply speakername="Piet Lindqvist" speakeroffice="Minister for Sport"><p>None.</p></reply></publicwhip>',
        "a.xml",
    )
    assert speakers(content) == ["Jane Okafor", "Piet Lindqvist"]
    assert content.paragraphs[4].speaker == Speaker("Piet Lindqvist", role="Minister for Sport")
    assert content.metadata.source == "Written Answers"


def test_a_file_that_only_points_elsewhere_is_empty_but_no_fault():
    data = b'<publicwhip><gidredirect oldgid="uk.org.publicwhip/debate/2009-10-27c.1.0" newgid="x"/></publicwhip>'
    content = read_bytes(data, "a.xml")
    assert (content.error, content.paragraphs) == (None, ())
    assert content.metadata.title == "House of Commons, 27 October 2009"


AKOMA = """\
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><debate name="hansard">
<meta><identification source="#x"><FRBRWork><FRBRdate date="3000-01-01" name="g"/><FRBRauthor href="#house"/></FRBRWork>
</identification><references source="#x"><TLCOrganization eId="house" href="/o" showAs="Assembly of Northport"/>
<TLCPerson eId="okafor" href="/p/1" showAs="Jane Okafor"/>
<TLCRole eId="minister" href="/r" showAs="Minister for Sport"/>
</references></meta>
<preface><p><docTitle>Debate on sport</docTitle></p>
<p>Held on <docDate date="2021-11-29">29 November 2021</docDate></p></preface>
<debateBody><debateSection name="questions"><num>3.</num><heading>Gyms</heading>
<narrative>The House met at noon.</narrative>
<question by="#okafor" as="#minister" startTime="2021-11-29T12:01:00"><from>The Minister</from><p>Who sold the gym?</p>
<p>And why?<authorialNote marker="1"><p>See column 3.</p></authorialNote></p></question>
<answer by="#unknown"><from>Mr Piet Lindqvist:</from><p>The council did.</p></answer>
<recordedTime time="12:05:00">12:05</recordedTime>
<scene>[Laughter]</scene>
</debateSection></debateBody></debate></akomaNtoso>
"""


def test_a_debate_in_akoma_ntoso():
    content = read(AKOMA, "a.xml")
    assert kinds(content) == [
        "title", "dateline", "heading", "body", "speaker_line", "speech", "speech", "footnote",
        "speaker_line", "speech", "dateline", "body",
    ]  # fmt: skip
    assert texts(content, "heading") == ["3. Gyms"]
    assert texts(content, "speech") == ["Who sold the gym?", "And why?", "The council did."]
    assert texts(content, "footnote") == ["See column 3."]
    assert speakers(content) == ["Jane Okafor", "Jane Okafor", "Mr Piet Lindqvist"]
    first = content.paragraphs[5]
    assert first.speaker == Speaker("Jane Okafor", role="Minister for Sport", id="okafor")
    assert dict(first.attributes)["time"] == "2021-11-29T12:01:00"
    told = content.metadata
    assert (told.title, told.date, told.source or told.author) == (
        "Debate on sport",
        "2021-11-29",
        "Assembly of Northport",
    )


def test_any_other_xml_is_read_where_it_is_prose():
    content = read(
        "<book><title>The gym</title><chapter><para>It opened in 1998, and it taught <b>three</b> hundred.</para>"
        "<list><item>A bat</item><item>A ball</item></list>"
        "Some words that stand alone, without an element of their own."
        "</chapter></book>",
        "a.xml",
    )
    assert [(p.kind, p.text) for p in content.paragraphs] == [
        ("heading", "The gym"),
        ("body", "It opened in 1998, and it taught three hundred."),
        ("list_item", "A bat"),
        ("list_item", "A ball"),
        ("body", "Some words that stand alone, without an element of their own."),
    ]
    assert content.metadata.title == "The gym"


def test_xml_that_is_data_says_so():
    error = read_bytes(b"<config><port>80</port><host>example.org</host></config>", "a.xml").error
    assert error == "this XML holds no prose, but data of a kind that Reader doesn’t know (<config>)"


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("ISO-8859-1", "caf\u00e9 – after".encode("cp1252")),
        ("UTF-8", "caf\u00e9 – after".encode()),
        ("UTF-8", "caf\u00e9 – after".encode("cp1252")),
        ("UTF-16", None),
        ("nonsense", "caf\u00e9 – after".encode()),
    ],
)
def test_the_encoding_is_found_whatever_the_file_says(encoding: str, data: bytes | None):
    head, tail = (
        f'<?xml version="1.0" encoding="{encoding}"?><publicwhip><speech speakername="A B"><p>',
        "</p></speech></publicwhip>",
    )
    whole = f"{head}café – after{tail}".encode("utf-16") if data is None else head.encode() + data + tail.encode()
    assert texts(read_bytes(whole, "a.xml"), "speech") == ["café – after"]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared documents are not here")
def test_scottish_written_answers():
    content = read_bytes((CORPUS / "spwa2009-10-29.xml").read_bytes(), "a.xml")
    told = content.metadata
    assert (told.title, told.date) == ("Scottish Parliament – Written Answers, 29 October 2009", "2009-10-29")
    found = Counter(kinds(content))
    assert found == {"table_row": 145, "speech": 88, "speaker_line": 66, "heading": 35}
    assert all((name_of(p) is not None) == (p.kind != "heading") for p in content.paragraphs)
    assert content.paragraphs[3].speaker == Speaker(
        "Johann Lamont", "Labour", constituency="Glasgow Pollok", id="uk.org.publicwhip/member/80338"
    )
