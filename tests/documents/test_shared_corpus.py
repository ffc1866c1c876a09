"""The founding documents and the real ones of the same sorts, where the folder that holds them is at hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from reader.documents.model import Content, Kind, Speaker
from reader.documents.reading import read_file

SHARED = Path(__file__).resolve().parents[3] / "shared"
SEEDS = SHARED / "seeds"
DEBATES = SHARED / "corpus" / "twfy_text"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared documents are not here")


def read(path: Path) -> Content:
    content = read_file(path)
    assert content.error is None
    return content


def counts(content: Content) -> dict[str, int]:
    return dict(Counter(str(paragraph.kind) for paragraph in content.paragraphs))


def test_the_founding_article():
    content = read(SEEDS / "000_ae5fad99cc238ab1.txt")
    assert counts(content) == {"title": 1, "standfirst": 1, "caption": 1, "body": 42, "boilerplate": 6}
    assert [str(paragraph.kind) for paragraph in content.paragraphs[:4]] == ["title", "standfirst", "caption", "body"]
    assert all(paragraph.kind is Kind.BOILERPLATE for paragraph in content.paragraphs[-6:])


def test_the_founding_transcript():
    content = read(SEEDS / "003_258d05bd4791f623.txt")
    assert counts(content) == {"title": 1, "dateline": 1, "boilerplate": 1, "speaker_line": 7, "speech": 17}
    assert content.metadata.date == "2021-11-29"
    assert content.metadata.source == "Questions to the Mayor of London"
    spoken = {paragraph.speaker for paragraph in content.paragraphs if paragraph.kind is Kind.SPEECH}
    assert spoken == {Speaker("Unmesh Desai", "Labour"), Speaker("Sadiq Khan", role="Mayor of London")}
    assert "[of Bradford OBE]" in content.paragraphs[23].text


@pytest.mark.parametrize("path", sorted([*SEEDS.glob("*.txt"), *DEBATES.glob("*.txt")]), ids=lambda path: path.stem)
def test_every_word_is_kept(path: Path):
    text = "".join(paragraph.text for paragraph in read(path).paragraphs)
    assert "".join(text.split()) == "".join(path.read_text(encoding="utf-8").split())


@pytest.mark.parametrize(
    ("name", "speaker", "date", "speeches"),
    [
        ("twfy_commons_uc_2017-10-24", Speaker("Douglas Ross", "Conservative", None, "Moray"), "2017-10-24", 5),
        (
            "twfy_commons_uc_2018-03-13_mcvey",
            Speaker("Esther McVey", role="The Secretary of State for Work and Pensions"),
            "2018-03-13",
            2,
        ),
    ],
)
def test_debates_in_the_commons(name: str, speaker: Speaker, date: str, speeches: int):
    content = read(DEBATES / f"{name}.txt")
    expected = {"title": 1, "dateline": 1, "boilerplate": 1, "speaker_line": 1, "speech": speeches}
    assert counts(content) == expected
    assert {paragraph.speaker for paragraph in content.paragraphs if paragraph.speaker} == {speaker}
    assert (content.metadata.date, content.metadata.source) == (date, "House of Commons")


def test_a_committee_without_speaker_lines():
    content = read(DEBATES / "twfy_pbc_no_speakers_2017-01-31.txt")
    assert counts(content) == {"dateline": 1, "body": 7}
    assert (content.metadata.date, content.metadata.source) == ("2017-01-31", "Public Bill Committee")


def test_questions_to_the_mayor_on_the_assemblys_own_page():
    content = read(DEBATES / "londongov_mqt_2016-2401-9.txt")
    said = [paragraph.speaker for paragraph in content.paragraphs if paragraph.kind is Kind.SPEECH]
    member, mayor = Speaker("Joanne McCartney AM"), Speaker("Sadiq Khan", role="Mayor of London")
    chair = Speaker("Jennette Arnold OBE AM", role="Deputy Chair in the Chair")
    assert said == [member, mayor, member, mayor, chair, member]
    assert content.metadata.date == "2016-07-06"
    assert counts(content) == {"title": 1, "body": 2, "heading": 1, "boilerplate": 1, "speech": 6}


def test_an_interview_with_ids_in_brackets():
    content = read(SHARED / "corpus" / "qualcoder" / "transcript.txt")
    names = [paragraph.speaker.name for paragraph in content.paragraphs if paragraph.speaker]
    assert names == ["id1", "id2", "id3", "id1", "id3", "id1", "id2"]


CORPUS = SHARED / "corpus"


def texts(content: Content, kind: Kind) -> list[str]:
    return [paragraph.text for paragraph in content.paragraphs if paragraph.kind is kind]


def test_word_documents_and_open_documents():
    assert texts(read(CORPUS / "docx" / "footnotes.docx"), Kind.FOOTNOTE) == [
        "[1] A tachyon walks into a bar.",
        "[2] Fin.",
    ]
    assert [paragraph.text for paragraph in read(CORPUS / "docx" / "strict-format.docx").paragraphs] == ["Test"]
    assert counts(read(CORPUS / "qualcoder" / "ID1.docx")) == {"body": 3}
    assert counts(read(CORPUS / "odt" / "list.odt")) == {"title": 1, "list_item": 4}
    assert len(texts(read(CORPUS / "odt" / "note.odt"), Kind.FOOTNOTE)) == 2


def test_rtf_in_a_code_page_and_in_unicode():
    assert [paragraph.text for paragraph in read(CORPUS / "rtf" / "french.rtf").paragraphs][:2] == [
        "10‘000",
        "a 10'000 b.",
    ]
    assert [paragraph.text for paragraph in read(CORPUS / "rtf" / "unicode.rtf").paragraphs] == ["柔道"]


def test_a_book():
    content = read(CORPUS / "epub" / "childrens-literature.epub")
    assert (content.metadata.title, content.metadata.date) == ("Children's Literature", "2008-05-20")
    assert len(content.paragraphs) > 900
    assert content.paragraphs[0].text == "SECTION IV FAIRY STORIES—MODERN FANTASTIC TALES"


def test_hansard_of_old_on_the_web():
    content = read(CORPUS / "hansard_html" / "topical_questions.html")
    spoken = [paragraph.speaker.name for paragraph in content.paragraphs if paragraph.speaker]
    assert spoken == [
        "Paul Flynn",
        "Alistair Burt",
        "Harriett Baldwin",
        "Mr William Hague",
        "Stephen Mosley",
        "Mr William Hague",
    ]
    assert (content.metadata.date, content.metadata.source) == ("2011-07-19", "House of Commons")
    statements = read(CORPUS / "hansard_html" / "wms.html")
    assert counts(statements)["speech"] == 6
    assert counts(statements)["boilerplate"] == 5


def test_the_congressional_record():
    content = read(CORPUS / "crec" / "CREC-2005-07-20-pt1-PgE1541-2.htm")
    assert counts(content)["speech"] == 1
    assert (content.metadata.title, content.metadata.date) == ("PERSONAL EXPLANATION", "2005-07-20")
    listed = read(CORPUS / "crec" / "CREC-2005-07-20-pt1-PgS8549-7.htm")
    assert sum(paragraph.text.startswith("EC-3") for paragraph in listed.paragraphs) == 21


@pytest.mark.parametrize("path", sorted((CORPUS / "mozilla").glob("*.source.html")), ids=lambda path: path.stem)
def test_web_pages_keep_the_paragraphs_of_their_article(path: Path):
    expected = read(path.with_name(path.name.replace(".source", ".expected")))
    prose = [paragraph.text for paragraph in expected.paragraphs if paragraph.text.endswith(".")]
    assert texts(read(path), Kind.BODY) == prose
