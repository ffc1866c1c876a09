"""What a reference manager wrote beside a document goes before what the document says of itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from reader.documents.library import take_inventory
from reader.documents.model import Metadata
from reader.documents.reference_formats import Entry, entries
from reader.documents.references import References
from reader.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

RIS = """\
TY  - RPRT
TI  - Sport and trust: a review
AU  - Okafor, Jane
AU  - Lindqvist, Piet
PY  - 2021/03/04/
T2  - Northport Studies
UR  - https://example.org/review
L1  - files/7/review.pdf
ER  -
"""
BIB = r"""
@comment{nothing}
@article{okafor2021,
  title = {{Sport} and trust: a review},
  author = "Okafor, Jane and Lindqvist, Piet",
  date = {2021-03-04}, journaltitle = {Northport Studies},
  url = {https://example.org/review},
  file = {Full Text:files/7/review.pdf:application/pdf}
}
@misc{m, title = {Caf{\'e} {\"u}ber {\c c}a -- {\ss}}, year = 2020, month = may}
"""
CSL = [
    {
        "title": "Sport and trust: a review",
        "author": [{"family": "Okafor", "given": "Jane"}, {"family": "Lindqvist", "given": "Piet"}],
        "issued": {"date-parts": [[2021, 3, 4]]},
        "container-title": "Northport Studies",
        "URL": "https://example.org/review",
        "file": "review.pdf",
    }
]
KNOWN = Metadata(
    "Sport and trust: a review",
    "2021-03-04",
    "Northport Studies",
    "Jane Okafor, Piet Lindqvist",
    "https://example.org/review",
)


@pytest.mark.parametrize(("suffix", "text"), [(".ris", RIS), (".bib", BIB), (".json", json.dumps(CSL))])
def test_every_format_says_the_same(suffix: str, text: str):
    first = entries(text.encode(), suffix)[0]
    assert first.metadata == KNOWN
    assert "review.pdf" in first.files


def test_the_signs_of_latex_become_letters():
    second = entries(BIB.encode(), ".bib")[1].metadata
    assert (second.title, second.date) == ("Café über ça – ß", "2020-05")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG",
        b"[" * 100_000,
        b"@article{" * 10_000,
        b"@a{b, title = {" * 5_000,
        b'{"title": 7}',
        b"TY  - X\nER  -",
    ],
)
@pytest.mark.parametrize("suffix", [".ris", ".bib", ".json"])
def test_what_is_broken_says_nothing(data: bytes, suffix: str):
    assert all(entry == Entry(Metadata()) for entry in entries(data, suffix))


def test_an_entry_that_is_never_closed_takes_none_of_those_before_it_along():
    found = [entry.metadata.title for entry in entries((BIB + "@misc{x, title = {Half a ti").encode(), ".bib")]
    whole = [entry.metadata.title for entry in entries(BIB.encode(), ".bib")]
    assert found == [*whole, None]


def titled(root: Path) -> dict[str, str]:
    workspace = Workspace(root, "ann")
    workspace.read_everything()
    return {listing.path: listing.title for listing in workspace.listings}


def write(root: Path, **files: str) -> None:
    for name, text in files.items():
        (root / name.replace("__", ".")).write_text(text, encoding="utf-8")


def test_an_entry_beside_a_document_is_about_it(tmp_path: Path):
    write(tmp_path, report__md="# Draft 3\n\nThe gym opened, and taught many.", report__ris=RIS, other__txt="Words.")
    assert titled(tmp_path) == {"other.txt": "other", "report.md": "Sport and trust: a review"}
    document = Workspace(tmp_path, "ann").find_document("report.md")
    assert document.metadata == KNOWN
    assert document.paragraphs[0].text == "Draft 3"


def test_what_the_entry_leaves_open_the_document_says(tmp_path: Path):
    write(
        tmp_path, a__md="---\nauthor: Ann Berg\ntitle: Draft\n---\n\nWords.", a__ris="TY  - GEN\nTI  - Final\nER  - \n"
    )
    told = Workspace(tmp_path, "ann").find_document("a.md").metadata
    assert (told.title, told.author) == ("Final", "Ann Berg")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("review.pdf.txt", None),
        ("Sport and trust - a review.txt", "Words."),
        ("x.md", "---\nurl: https://example.org/review\n---\n\nWords."),
        ("y.md", "# Sport and Trust: A Review\n\nWords that follow it."),
    ],
)
def test_a_list_names_its_documents_by_file_address_or_title(tmp_path: Path, name: str, text: str | None):
    (tmp_path / "deep").mkdir()
    bib = BIB.replace("review.pdf", name) if text is None else BIB
    (tmp_path / "My Library.bib").write_text(bib, encoding="utf-8")
    (tmp_path / "deep" / name).write_text(text or "Words.", encoding="utf-8")
    assert titled(tmp_path) == {f"deep/{name}": "Sport and trust: a review"}


def test_a_list_speaks_only_of_its_own_folder_and_those_below(tmp_path: Path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "references.bib").write_text(BIB, encoding="utf-8")
    (tmp_path / "Sport and trust - a review.txt").write_text("Words.", encoding="utf-8")
    assert titled(tmp_path) == {"Sport and trust - a review.txt": "Sport and trust - a review"}


def test_a_changed_entry_counts_at_the_next_opening(tmp_path: Path):
    write(tmp_path, a__txt="Words.", a__ris="TY  - GEN\nTI  - One\nER  - \n")
    assert titled(tmp_path) == {"a.txt": "One"}
    write(tmp_path, a__ris="TY  - GEN\nTI  - Two\nER  - \n")
    assert titled(tmp_path) == {"a.txt": "Two"}
    (tmp_path / "a.ris").unlink()
    assert titled(tmp_path) == {"a.txt": "a"}


def test_what_the_user_corrected_goes_before_all(tmp_path: Path):
    write(tmp_path, a__txt="Words.", a__ris=RIS)
    workspace = Workspace(tmp_path, "ann")
    change = workspace.correction(workspace.find_document("a.txt"), {"title": "Mine"})
    assert change is not None
    workspace.commit([change], "")
    assert workspace.find_document("a.txt").metadata.title == "Mine"


def test_references_are_no_documents_and_other_json_is_counted(tmp_path: Path):
    write(tmp_path, a__txt="Words.", a__ris=RIS, references__json="[]", data__json="{}", a__json="[]")
    inventory = take_inventory(tmp_path)
    assert [file.path for file in inventory.references] == ["a.json", "a.ris", "references.json"]
    assert dict(inventory.not_read) == {".json": 1}
    assert References(tmp_path, ["gone.ris"]).described("a.txt", Metadata()) == Metadata()


def test_an_entry_cannot_steer_the_terminal():
    entry = entries(
        "TY  - GEN\nTI  - Red \x1b]0;owned\x07gym\u202e\nAU  - \x1b[31mOkafor, Jane\nER  - \n".encode(), ".ris"
    )[0]
    assert (entry.metadata.title, entry.metadata.author) == ("Red gym", "Jane Okafor")
