"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.documents.dates import find_date, iso_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("29th November 2021", "2021-11-29"),
        ("answered on 3rd June 2019.", "2019-06-03"),
        ("July 6, 2016", "2016-07-06"),
        ("Tue 5 Mar 2024 10.12 GMT", "2024-03-05"),
        ("2024-03-05T10:12:00Z", "2024-03-05"),
        ("5/3/2024", "2024-03-05"),
        ("05.03.2024", "2024-03-05"),
        ("25/3/2024", "2024-03-25"),
        ("3/25/2024", "2024-03-25"),
        ("March 2022", "2022-03"),
        ("Sept. 2019", "2019-09"),
        ("the 5th of March 2024", "2024-03-05"),
        ("Montag, 10. Februar 2019, 12:47 Uhr", "2019-02-10"),
        ("1er août 2020", "2020-08-01"),
        ("26 de abril de 2022", "2022-04-26"),
        ("3 maart 2021", "2021-03-03"),
        ("2021", "2021"),
        ("2021-11", "2021-11"),
    ],
)
def test_a_date_is_read(text: str, iso: str):
    assert iso_date(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "31 February 2021",
        "2021-13",
        "13/13/2024",
        "5 March",
        "in 2021 we won",
        "1.2.3.2024",
        "May",
        "Mars 2020",
    ],
)
def test_what_is_no_date_is_none(text: str):
    assert iso_date(text) is None


def test_the_first_date_in_a_text_is_found_with_its_place():
    found = find_date("Published 5 March 2024, updated 6 March 2024")
    assert found is not None
    assert (found.iso, found.start, found.end) == ("2024-03-05", 10, 22)


@given(
    st.dates(date(1000, 1, 1), date(2999, 12, 31)), st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d/%m/%Y"])
)
def test_every_day_is_read_in_every_form(day: date, form: str):
    assert iso_date(day.strftime(form).replace(day.strftime("%Y"), f"{day.year:04}")) == day.isoformat()
