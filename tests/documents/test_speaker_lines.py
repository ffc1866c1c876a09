"""`Photo of NAME NAME POSITION[ TIME, DATE]`: who speaks, for which party or in which office, for which place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.documents.model import Speaker
from reader.documents.structure.speaker_lines import parse_speaker_line


def speaker_of(line: str) -> Speaker:
    parsed = parse_speaker_line(line)
    assert parsed is not None
    return parsed.speaker


@pytest.mark.parametrize(
    ("position", "party", "constituency"),
    [
        ("Labour", "Labour", None),
        ("Conservative, Moray", "Conservative", "Moray"),
        ("Labour/Co-operative, Birmingham, Edgbaston", "Labour/Co-operative", "Birmingham, Edgbaston"),
        ("Labour, Normanton, Pontefract and Castleford", "Labour", "Normanton, Pontefract and Castleford"),
        ("Labour, Newcastle upon Tyne Central", "Labour", "Newcastle upon Tyne Central"),
        ("Conservative, The Wrekin", "Conservative", "The Wrekin"),
        ("Scottish National Party, Edinburgh South West", "Scottish National Party", "Edinburgh South West"),
        ("Plaid Cymru, Ynys Môn", "Plaid Cymru", "Ynys Môn"),
        ("Sinn Féin, Mid Ulster", "Sinn Féin", "Mid Ulster"),
        ("DUP, East Antrim", "DUP", "East Antrim"),
        ("Liberal Democrat", "Liberal Democrat", None),
        ("Crossbench", "Crossbench", None),
        ("Conservative Independent", "Conservative Independent", None),
        ("Non-affiliated", "Non-affiliated", None),
        ("Bishop", "Bishop", None),
        ("UUP", "UUP", None),
        ("Green", "Green", None),
        ("City Hall Greens", "City Hall Greens", None),
        ("Sunrise Party, Fife Coast", "Sunrise Party", "Fife Coast"),
        ("Harbour Independents", "Harbour Independents", None),
    ],
)
def test_a_party_with_or_without_constituency(position: str, party: str, constituency: str | None):
    expected = Speaker("Jane Okafor", party, None, constituency)
    assert speaker_of(f"Photo of Jane Okafor Jane Okafor {position}") == expected


@pytest.mark.parametrize(
    "office",
    [
        "Mayor of London",
        "The Secretary of State for Work and Pensions",
        "Minister of State (Home Office) (Security)",
        "Speaker",
        "Deputy Speaker",
        "Deputy Mayor for Policing and Crime",
        "The Parliamentary Under-Secretary of State for Digital, Culture, Media and Sport",
        "Chair, Home Affairs Committee, Chair, Home Affairs Committee",
        "Shadow Minister (Policing), Shadow Minister (Home Affairs)",
        "Shadow SNP Spokesperson (Justice)",
        "Liberal Democrat Lords Spokesperson (Home Affairs)",
        "Government Whip",
        "Prime Minister",
        "The Attorney-General",
        "Presiding Officer",
        "Member, Women and Equalities Committee",
    ],
)
@pytest.mark.parametrize("when", ["", " 3:17 pm, 24th October 2017", " 3:16, 13 March 2018", " 13 March 2018"])
def test_an_office_is_a_role_and_the_party_unknown(office: str, when: str):
    line = f"Photo of Jane Okafor Jane Okafor {office}{when}"
    assert speaker_of(line) == Speaker("Jane Okafor", None, office, None)


def test_offices_behind_a_constituency_are_the_role():
    line = "Photo of Jo Hu Jo Hu Labour, Hull North, Chair, Home Affairs Committee 3:17 pm, 24th October 2017"
    assert speaker_of(line) == Speaker("Jo Hu", "Labour", "Chair, Home Affairs Committee", "Hull North")
    line = "Photo of Jo Hu Jo Hu Conservative, Moray, Shadow Minister (Home Office)"
    assert speaker_of(line) == Speaker("Jo Hu", "Conservative", "Shadow Minister (Home Office)", "Moray")


@pytest.mark.parametrize(
    ("when", "date"),
    [
        (" 3:17 pm, 24th October 2017", "2017-10-24"),
        (" 3:16, 13 March 2018", "2018-03-13"),
        (" 12:00 am, 31 January 2017", "2017-01-31"),
        (" 31 January 2017", "2017-01-31"),
        (" 2:30 pm", None),
        ("", None),
    ],
)
def test_time_and_date_are_no_part_of_the_position(when: str, date: str | None):
    line = parse_speaker_line(f"Photo of Jo Hu Jo Hu Labour, Leeds West{when}")
    assert line is not None
    assert line.speaker == Speaker("Jo Hu", "Labour", None, "Leeds West")
    assert line.date == date


@pytest.mark.parametrize(
    "name",
    [
        *("Lord Harris of Haringey", "Baroness O’Neill of Bengarve", "The Bishop of Leicester", "Rhun ap Iorwerth"),
        *("Siân Berry", "Rosena Allin-Khan", "Stuart C McDonald", "The Earl of Listowel", "Ng", "Boutros Boutros-Hu"),
    ],
)
def test_a_name_is_what_stands_twice_however_long(name: str):
    assert speaker_of(f"Photo of {name} {name} Crossbench") == Speaker(name, "Crossbench")
    assert speaker_of(f"Photo of {name} {name}") == Speaker(name)


@pytest.mark.parametrize(
    "line",
    [
        "Photo of the scene",
        "Photo of",
        "Photo of Jane Okafor",
        "Photo of Jane Okafor Janet Okafor Labour",
        "A photo of x x",
        "Photo of " * 1000,
        "Photo of " + "very " * 500 + "long",
    ],
)
def test_anything_else_is_no_speaker_line(line: str):
    assert parse_speaker_line(line.strip()) is None or line.startswith("Photo of Photo")


words = st.text(st.sampled_from("abcdeéÅ’-"), min_size=1, max_size=8).map(str.capitalize)


@given(st.lists(words, min_size=1, max_size=6, unique=True), st.sampled_from(["Labour", "DUP", "Crossbench"]))
def test_the_name_comes_back_as_it_was_written(name: list[str], party: str):
    spoken = " ".join(name)
    assert speaker_of(f"Photo of {spoken} {spoken} {party}") == Speaker(spoken, party)
