"""What a source says beside the words - when they were said, what else was answered - is seen, and exported."""

from __future__ import annotations

import csv
import io
import json

import pytest

INTERVIEW = """\
WEBVTT

00:12:31.000 --> 00:12:34.000
<v Ann Lee>The pool was always open to us.

00:12:40.000 --> 00:12:42.000
<v Bo Ray>Was it free?
"""
SURVEY = """\
Respondent,Age,Town,Club,Club,Why did you come?
7,34,Northport,Otters,Herons,"It was the coach, and my sister, who swam before me."
8,51,,,,"Nothing else to do on a Tuesday, really."
"""
HANSARD = """\
<publicwhip><major-heading id="uk.org.publicwhip/debate/2021-11-29a.1.0">Pools</major-heading>
<speech id="uk.org.publicwhip/debate/2021-11-29a.1.1" time="15:17:00" colnum="12" speakername="Ann Lee"
 person_id="uk.org.publicwhip/person/10001"><p>The harbour pool has reopened.</p></speech></publicwhip>
"""


@pytest.fixture
def recorded(library):
    """A library with an interview, a survey and a debate that say more than words."""
    (library / "talk.vtt").write_text(INTERVIEW, encoding="utf-8")
    (library / "survey.csv").write_text(SURVEY, encoding="utf-8")
    (library / "pools.xml").write_text(HANSARD, encoding="utf-8")
    return library


@pytest.mark.usefixtures("recorded")
def test_a_document_is_printed_with_what_its_source_says_beside_the_words(reader):
    talk = reader("show", "talk.vtt").out
    assert "   1  Ann Lee\n      start 00:12:31\n\n   2  The pool" in talk
    survey = reader("show", "survey.csv").out
    assert survey.count("Age 34") == 1, "once for all that a respondent says"
    assert "Respondent 7 · Age 34 · Town Northport · Club Otters · Club Herons\n" in survey
    assert "time 15:17:00 · column 12 · id uk.org.publicwhip/debate/2021-11-29a.1.1" in reader("show", "pools.xml").out


@pytest.mark.usefixtures("recorded")
def test_scripts_get_it_as_one_more_field(reader):
    def said(document):
        return [each["attributes"] for each in json.loads(reader("show", document, "--json").out)]

    assert said("talk.vtt")[1] == {"start": "00:12:31"}
    assert said("survey.csv")[2] == {"Respondent": "7", "Age": "34", "Town": "Northport", "Club": "Otters; Herons"}
    assert said("pools.xml")[2]["speaker id"] == "uk.org.publicwhip/person/10001"
    assert said("minutes.txt")[0] == {}


@pytest.mark.usefixtures("recorded")
def test_a_quotation_from_a_recording_is_cited_with_the_time_at_which_it_begins(reader):
    for document, paragraph in (("talk.vtt", 2), ("survey.csv", 3), ("pools.xml", 3)):
        reader("tag", document, str(paragraph), "Sport")
    report = reader("export", "markdown").out
    assert "(Ann Lee, ‘talk’, \\[date?\\], ¶ 2, 00:12:31)" in report
    assert "¶ 3, 15:17:00" not in report, "a time of day is no place in a recording"
    rows = {row["path"]: row for row in csv.DictReader(io.StringIO(reader("export", "csv").out))}
    assert rows["talk.vtt"]["attributes"] == "start: 00:12:31"
    assert rows["survey.csv"]["attributes"] == "Respondent: 7; Age: 34; Town: Northport; Club: Otters; Club: Herons"
    lines = map(json.loads, reader("export", "jsonl").out.splitlines())
    assert {line["path"]: line["attributes"] for line in lines}["talk.vtt"] == {"start": "00:12:31"}
