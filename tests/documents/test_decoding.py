"""Text in any encoding is read; what is no text is refused with a reason, whatever it is called."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.documents.decode import decode
from reader.documents.reading import read_bytes
from reader.errors import ReaderError

ENGLISH = "“Sport unites,” she said – it’s the club’s view. A café in Brixton raised £400 for new kit."
GREEK = "Η αστυνομία και ο αθλητισμός: μια έκθεση για τον ρατσισμό στο ποδόσφαιρο, 2021."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
@pytest.mark.parametrize("text", [ENGLISH, GREEK, "Ordinary words, one after the other."])
def test_unicode_in_every_form_is_read_with_or_without_a_mark(text: str, encoding: str):
    assert decode(text.encode(encoding)).removeprefix("\ufeff") == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", ENGLISH),
        ("cp1252", "The club raised £400 for kit."),
        ("latin-1", "Le café était fermé, a déclaré le maire après la réunion du conseil."),
        ("cp1250", "Zażółć gęślą jaźń. Policja w Łodzi przedstawiła sprawozdanie o rasizmie w sporcie."),
        ("cp1251", "Полиция и спорт: доклад о расизме в футболе."),
        ("shift_jis", "警察とスポーツについての討論です。人種差別に反対します。"),
        ("gb18030", "警察和体育：关于种族主义的报告。"),
    ],
)
def test_older_encodings_are_recognised(encoding: str, text: str):
    assert decode(text.encode(encoding)) == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_whatever_is_utf_8_is_read_as_utf_8(text: str):
    assert decode(text.encode()) == text.removeprefix("\ufeff")


def test_a_file_cut_in_the_middle_of_a_letter_is_still_utf_8():
    assert decode("“Yes,” she said of the café".encode()[:-1]) == "“Yes,” she said of the caf\ufffd"
    assert decode((ENGLISH * 20).encode().replace(b"\xc2\xa3", b"\xc2", 1)).count("\ufffd") == 1


def test_an_accent_at_the_end_is_no_cut_letter():
    assert decode("Elle a dit que le club est allé au café".encode("latin-1")).endswith("café")


def test_the_odd_letter_late_in_a_long_file_is_found():
    text = "plain words " * 20_000 + "and then £5 – “gone”"
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "an old Office document"),
        (b"\x1f\x8b\x08\x00abc", "a gzip archive"),
        (b"\x7fELF\x02\x01\x01" + bytes(20), "a program"),
        (b"SQLite format 3\x00" + bytes(30), "an SQLite database"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(20), "a film"),
        (b"RIFF\x24\x00\x00\x00WAVE" + bytes(50), "a sound"),
        (bytes(range(256)) * 20, "binary data"),
        (bytes(1000), "binary data"),
        (random.Random(4).randbytes(5000), "binary data"),
    ],
)
def test_what_is_no_text_is_refused_by_name_even_as_txt(data: bytes, what: str):
    with pytest.raises(ReaderError, match=f"this is {what}"):
        decode(data)
    content = read_bytes(data, "speech.txt")
    assert content.paragraphs == ()
    assert content.error is not None
    assert what in content.error


@pytest.mark.parametrize(
    "text", ["RIFF is a word here.", "ID3 tags are not discussed.", "BZh, he said.", "PK is a name"]
)
def test_words_that_look_like_signatures_are_text(text: str):
    assert decode(text.encode()) == text


def test_stray_control_bytes_do_not_make_a_text_binary():
    text = "A transcript with a stray \x00 and a bell \x07 in a good many words that anybody can read."
    assert decode(text.encode()) == text
    assert "\x1b[31m" in decode(b"\x1b[31mred\x1b[0m \x1b[32mgreen\x1b[0m")


def test_nothing_is_an_empty_text():
    assert decode(b"") == ""


def test_lines_that_are_filled_up_with_nuls_are_text_all_the_same():
    assert decode(b"Measures Introduced: thirteen." + b"\0" * 20 + b"\nPages 8 to 9.\n") == (
        "Measures Introduced: thirteen.\nPages 8 to 9.\n"
    )
