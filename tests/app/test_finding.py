"""The finder: rough words in, the right passage first; rows are marked, tagged, copied, exported."""

from __future__ import annotations

import threading

import pytest
from town import NOUNS, tag
from user import at_the_app, tagged

from reader.search.index import Index
from reader.tags.tagging import Target, annotate
from reader.workspace import Workspace

PLACES = [
    ("debate.txt", 7, "3"),
    ("debate.txt", 7, "4"),
    ("debate.txt", 8, "2"),
    ("articles/gym.txt", 7, "4"),
    ("minutes.txt", 4, "1"),
]


@pytest.fixture
def tagged_town(town):
    tag(town, *PLACES)
    return town


@pytest.mark.parametrize(
    ("rough", "words"),
    [
        ("wrold champoin", "world champion team"),
        ("polise every gala", "the police attend every gala"),
        ("team learnt harbour champion", "world champion team"),
        ("called a nam on teh bus", "called a name on the bus"),
        ("insul", "fewer insults"),
        ("“Swimming brings", "Swimming brings the town"),
    ],
)
async def test_a_rough_half_sentence_finds_the_passage_and_enter_opens_it(tagged_town, rough, words):
    async with at_the_app(tagged_town, start="minutes.txt") as user:
        await user.press("f")
        await user.sees("4 of 4 in")
        await user.type(rough)
        await user.sees("1 of 4 in")
        await user.press("enter")
        await user.is_at(words.split()[0])
        await user.reads(words)
        await user.press("b")
        await user.is_at("Minutes of")


async def test_rows_carry_theme_speaker_and_document_and_the_preview_its_surroundings(tagged_town):
    async with at_the_app(tagged_town) as user:
        await user.press("f")
        await user.type("world champion")
        await user.until(lambda: "world champion" in user.row(0))
        row = user.row(0)
        for part in ("Sport · Racism", "Piet Lindqvist", "Swimming lessons"):
            assert part in row
        await user.sees("▌¶ 7 · Piet Lindqvist", "How many children", "The clubs report fewer insults")


async def test_filters_narrow_and_exact_words_are_exact(tagged_town):
    async with at_the_app(tagged_town) as user:
        await user.press("f")
        for query, count in (
            ("#racism", 2),
            ("#racism #sport", 1),
            ("!#sport", 3),
            ("@lindqvist", 2),
            ("doc:gym", 1),
            ('"every gala"', 1),
            ("#racism bus", 1),
        ):
            await user.press("ctrl+u")
            await user.type(query)
            await user.sees(f"{count} of 4 in")


async def test_where_no_tag_matches_untagged_passages_are_shown_and_said_to_be_such(tagged_town):
    async with at_the_app(tagged_town) as user:
        await user.press("f")
        await user.type("borrowed ring two bags")
        await user.sees("No tagged passage matches · ", "untagged below")
        assert "Rosa Lind" in user.row(0) or "borrowed ring" in user.row(0)
        assert "untagged" in user.row(0)
        await user.press("ctrl+u")
        await user.type("qqqq zzzz xxxx")
        await user.sees("No tagged passage comes close")
        await user.press("enter", "tab", "ctrl+y", "ctrl+o", "ctrl+t")
        await user.sees("Nothing here to tag")
        await user.press("ctrl+f")
        await user.sees("[passages]", "No passage comes close")
        await user.press("escape")
        await user.told("¶ 1 of 9")
        assert len(user.tagged()) == len(PLACES)


async def test_without_tags_the_finder_of_tags_says_so_and_the_other_finds_everything(town):
    async with at_the_app(town) as user:
        await user.press("f")
        await user.told("No tags yet")
        await user.press("F")
        await user.sees("[passages]")
        await user.type("what the prevent duty asks")
        await user.until(lambda: "Prevent duty" in user.row(0))
        await user.press("enter")
        await user.is_at("I thank the Mayor")


async def test_marked_rows_are_tagged_in_one_step_that_is_undone_in_one(tagged_town):
    before = sorted(tagged(tagged_town))
    async with at_the_app(tagged_town, start="minutes.txt") as user:
        await user.press("F")
        await user.type("harbour")
        await user.until(lambda: "harbour" in user.row(2))
        await user.press("tab", "tab", "down", "up", "tab", "tab", "up", "tab")
        await user.sees("3 marked", "✓")
        await user.press("ctrl+t")
        await user.sees("Theme for 3 passages")
        await user.type("prev")
        await user.press("enter")
        await user.sees("Prevent: +3")
        assert len(user.tagged()) == len(before) + 3
        await user.press("escape", "u")
        await user.told("Undid: Prevent: +3")
        assert user.tagged() == before


@pytest.mark.parametrize("typed", ["sport", "3"], ids=["its name", "the key beside it"])
async def test_ctrl_t_without_marks_tags_the_current_row_with_the_theme_that_is_typed(tagged_town, typed):
    async with at_the_app(tagged_town, start="minutes.txt") as user:
        await user.press("F")
        await user.type("spoke about the lantern")
        await user.until(lambda: "lantern" in user.row(0))
        await user.press("ctrl+t")
        await user.type(typed)
        await user.press("enter")
        await user.sees("Sport on ¶ 13, Minutes of the harbour forum")
        assert ("Sport", 13) in user.tagged()
        assert "Sport" in user.row(0)


async def test_the_scope_goes_round_tags_passages_notes_documents_and_themes(tagged_town):
    async with at_the_app(tagged_town, start="minutes.txt") as user:
        await user.press("j", "e")
        await user.type("mind the anchor chain")
        await user.press("escape", "f")
        for what in ("tags", "passages", "notes"):
            await user.sees(f"[{what}]")
            await user.press("ctrl+f")
        await user.sees("[documents]")
        await user.type("swiming")
        await user.until(lambda: "Swimming lessons" in user.row(0))
        await user.press("ctrl+f", "ctrl+u")
        await user.sees("[themes]")
        await user.type("rasism")
        await user.until(lambda: "Racism" in user.row(0))
        await user.press("enter")
        await user.reads("Racism and discrimination")
        await user.press("f", "ctrl+f", "ctrl+f", "ctrl+u")
        await user.type("achor chain")
        await user.until(lambda: "anchor chain" in user.row(0))
        await user.press("enter")
        await user.is_at("the anchor")
        await user.press("f", "ctrl+f", "ctrl+f", "ctrl+f", "ctrl+u")
        await user.type("gym")
        await user.until(lambda: "Boxing gym" in user.row(0))
        await user.press("enter")
        await user.is_at("Boxing gym")


async def test_rows_are_written_to_a_file_with_their_citations(tagged_town, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    async with at_the_app(tagged_town) as user:
        await user.press("f")
        await user.type("#racism")
        await user.sees("2 of 4 in")
        await user.press("ctrl+o")
        await user.sees("Write to", "passages.md")
        await user.press("escape")
        assert not (tmp_path / "passages.md").exists()
        await user.press("ctrl+o", "enter")
        await user.sees("Wrote 2 passages to")
        written = (tmp_path / "passages.md").read_text(encoding="utf-8")
        for part in ("“Swimming brings the town together.", "Piet Lindqvist", "Swimming lessons in Northport", "¶ 7"):
            assert part in written
        await user.press("tab", "ctrl+o")
        await user.sees("passages-2.md")
        await user.press("enter")
        await user.sees("Wrote 1 passage to")
        assert (tmp_path / "passages.md").read_text(encoding="utf-8") == written
        await user.press("ctrl+o", "ctrl+u")
        await user.type(str(tmp_path))
        await user.press("enter")
        await user.sees("can’t be written")


async def test_esc_leaves_everything_as_it_was_and_the_words_come_back(tagged_town):
    async with at_the_app(tagged_town, start="minutes.txt") as user:
        await user.press("j", "j", "f")
        await user.type("world champion")
        await user.press("down", "tab", "escape")
        await user.is_at("barge")
        assert len(user.tagged()) == len(PLACES)
        await user.press("f")
        await user.sees("world champion")
        await user.press("ctrl+c", "F")
        assert "world champion" not in user.lines[1]
        await user.press("ctrl+c")
        await user.is_at("barge")


async def test_copying_a_row_says_so_in_the_finder(tagged_town, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    async with at_the_app(tagged_town) as user:
        await user.press("f")
        await user.type("every gala")
        await user.until(lambda: "every gala" in user.row(0))
        await user.press("ctrl+y")
        await user.sees("Sent to your terminal")
        assert "The clubs report fewer insults" in user.app.clipboard
        assert "Piet Lindqvist" in user.app.clipboard


async def test_typing_fast_shows_only_the_answer_to_what_stands_there(tagged_town, monkeypatch):
    """A search that takes long is overtaken by the next one, and its answer is dropped."""
    search, gate, asked = Index.search, threading.Event(), []

    def slow(self, query, *arguments):
        asked.append(query)
        if query == "ferry":
            gate.wait(10)
        return search(self, query, *arguments)

    monkeypatch.setattr(Index, "search", slow)
    async with at_the_app(tagged_town) as user:
        await user.press("F")
        await user.type("ferry")
        await user.until(lambda: "ferry" in asked)
        await user.press("ctrl+u")
        await user.type("lighthouse")
        await user.until(lambda: "lighthouse" in user.row(0))
        gate.set()
        await user.pilot.pause(0.1)
        assert "lighthouse" in user.row(0)
        await user.type("x")
        await user.until(lambda: "lighthousex" in asked)


async def test_keys_are_answered_while_a_search_is_under_way(tagged_town, monkeypatch):
    search, gate = Index.search, threading.Event()

    def slow(self, query, *arguments):
        if query:
            gate.wait(10)
        return search(self, query, *arguments)

    monkeypatch.setattr(Index, "search", slow)
    async with at_the_app(tagged_town, start="minutes.txt") as user:
        await user.press("F")
        await user.type("mast")
        await user.sees("mast")
        await user.press("escape", "j", "j")
        await user.is_at("barge")
        gate.set()


async def test_a_long_list_is_gone_through_with_arrows_and_pages(tagged_town):
    async with at_the_app(tagged_town) as user:
        await user.press("F")
        await user.type("doc:minutes ")
        await user.sees(f"{len(NOUNS) + 1} of ")
        first = user.row(0)
        await user.press("down", "ctrl+n", "up", "ctrl+p")
        await user.until(lambda: "▌" in user.row(0))
        await user.press("pagedown", "pagedown", "pagedown")
        await user.until(lambda: user.row(0) != first)
        await user.press("pageup", "pageup", "pageup", "enter")
        await user.is_at("Minutes of")
        assert "Minutes of" in first


async def test_a_note_whose_paragraph_is_gone_is_an_orphan_and_cites_no_other_one(town):
    workspace = Workspace(town, "bar")
    target = Target(workspace.document_at("debate.txt"), 10)
    workspace.commit([annotate(None, target, "ask the lifeguards", "bar")], "", [target])
    workspace.close()
    text = (town / "debate.txt").read_text(encoding="utf-8").rstrip().split("\n\n")
    walrus = ["A walrus was seen that day.", "It came back.", "It stayed.", "Nobody minded it at all."]
    (town / "debate.txt").write_text("\n\n".join([*text[:-1], *walrus]) + "\n", encoding="utf-8")
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("F", "ctrl+f")
        await user.type("lifeguards")
        await user.until(lambda: "ask the lifeguards" in user.row(0))
        assert "Swimming lessons in Northport orphan" in user.row(0)
        await user.press("ctrl+y")
        await user.sees("The place of this passage is gone: nothing can be cited there")
        await user.press("enter")
        await user.told("The place of this passage is gone · R shows its words")
