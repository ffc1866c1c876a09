"""The finder from the keyboard: what stays still while one types, what was asked before, tags that change theme."""

from __future__ import annotations

import gc
import threading

import pytest
from town import NOUNS, minutes, tag
from user import at_the_app, rows, tagged

from reader.app.pieces import PLAIN, Line
from reader.app.widgets import flat
from reader.app.widgets.preview import Preview
from reader.app.widgets.rows import _line
from reader.documents.catalogue import Catalogue
from reader.paths import LibraryPaths
from reader.search.entries import Hit
from reader.search.index import Index
from reader.tags.tagging import Target
from reader.tags.tagging import tag as put
from reader.workspace import Workspace


def note_tag(root, path, n, theme, note, coder="bar"):
    workspace = Workspace(root, coder)
    target = Target(workspace.document_at(path), n)
    tagging = put(workspace.index, [target], workspace.codebook.need(theme), coder, note)
    workspace.commit(tagging.changes, "", [target])
    workspace.close()


# Moving tags from one theme to another


@pytest.fixture
def mixed(town):
    """Racism on five passages: one with Sport as well, one of somebody else's, two with notes."""
    note_tag(town, "debate.txt", 7, "Racism", "strong words")
    note_tag(town, "debate.txt", 7, "Sport", "the relay")
    note_tag(town, "debate.txt", 8, "Racism", "fewer each year")
    tag(town, ("articles/gym.txt", 7, "4"), ("minutes.txt", 5, "4"))
    tag(town, ("minutes.txt", 6, "4"), coder="ann")
    return town


async def test_everything_found_is_moved_to_another_theme_in_one_step_with_note_coder_and_time(mixed):
    before = {row["id"]: row for row in rows(LibraryPaths.of(mixed).coder("bar"), "_default")}
    async with at_the_app(mixed) as user:
        await user.press("f")
        await user.type("#racism")
        await user.sees("5 of 5 in")
        await user.press("ctrl+a")
        await user.sees("5 marked")
        await user.press("ctrl+r")
        await user.sees("Move Racism to")
        await user.type("spor")
        await user.press("enter")
        await user.sees("Moved 3 from Racism to Sport; 1 had both, notes kept; 1 by others left · u undoes")
        # Only what somebody else tagged is still found.
        await user.sees("1 of 5 in")
        moved = {row["id"]: row for row in user.tags()}
        stayed = {id_: row for id_, row in before.items() if id_ in moved}
        assert len(moved) == len(before) - 1
        (theirs,) = user.tags("ann")
        assert theirs["theme"] in {row["theme"] for row in before.values() if row["paragraph"] == 5}
        for id_, row in stayed.items():
            for field in ("created", "coder", "document", "paragraph", "quotation"):
                assert moved[id_][field] == row[field]
        assert {row["note"] for row in moved.values()} == {"the relay\nstrong words", "fewer each year", ""}
        assert [row["theme"] for row in user.tags("ann")] == [
            row["theme"] for row in before.values() if row["paragraph"] == 5
        ]
        await user.press("escape", "u")
        await user.told("Undid: Moved 3 from Racism to Sport")
        assert {row["id"]: row["theme"] for row in user.tags()} == {id_: row["theme"] for id_, row in before.items()}
        await user.press("ctrl+r")
        await user.told("Did again: Moved 3 from Racism to Sport")


async def test_where_the_query_names_no_theme_it_is_asked_for_and_a_new_one_can_be_made(mixed):
    async with at_the_app(mixed) as user:
        await user.press("f")
        await user.type("swimming town together")
        await user.sees("1 of 5 in")
        await user.press("ctrl+r")
        await user.sees("Move from which theme?", "1 here")
        await user.type("racism")
        await user.press("enter")
        await user.sees("Move Racism to")
        await user.type("Islamophobia")
        await user.sees("+ Create “Islamophobia”")
        await user.press("enter")
        await user.sees("Moved 1 from Racism to Islamophobia · u undoes")
        await user.until(lambda: "Sport · Islamophobia" in user.row(0))
        await user.press("escape", "u")
        assert "Islamophobia" not in {name for name, _ in user.tagged()}


async def test_what_somebody_else_tagged_is_not_moved(mixed):
    async with at_the_app(mixed) as user:
        await user.press("f")
        await user.type("eelgrass")
        await user.sees("1 of 5 in")
        await user.press("ctrl+r")
        await user.sees("Nothing here to move: a tag is moved by the coder who made it")
        await user.press("ctrl+u")
        await user.type("qqqq xxxx zzzz")
        await user.sees("comes close")
        await user.press("ctrl+r")
        await user.sees("Nothing here to move")


# Marking


async def test_everything_found_is_marked_and_written_also_what_the_rows_do_not_show(town, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (town / "long.txt").write_text("\n\n".join(f"The tide table of day {n}." for n in range(1, 301)), encoding="utf-8")
    async with at_the_app(town, start="long.txt") as user:
        await user.press("F")
        await user.type("doc:long ")
        await user.sees("300 of ")
        await user.press("ctrl+a")
        await user.sees("300 marked")
        await user.press("tab")
        await user.sees("299 marked")
        await user.press("alt+a", "alt+a")
        await user.sees_no("marked ·")
        await user.press("ctrl+o")
        await user.sees("passages.md")
        await user.press("enter")
        await user.sees("Wrote 300 passages to")
        assert (tmp_path / "passages.md").read_text(encoding="utf-8").count("\n> “") == 300


async def test_marked_rows_are_copied_together(town):
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("F")
        await user.type("lantern")
        await user.until(lambda: "lantern" in user.row(0))
        await user.press("tab", "ctrl+u")
        await user.type("tiller")
        await user.until(lambda: "tiller" in user.row(0))
        await user.press("tab", "ctrl+y")
        await user.sees_no("2 marked")
        assert all(word in user.app.clipboard for word in ("lantern", "tiller", "¶ 13"))


# What stays still


async def test_documents_of_many_rows_are_not_read_on_the_thread_of_the_screen(town, monkeypatch):
    tag(town, ("debate.txt", 7, "3"))
    main, read, here = threading.get_ident(), Catalogue.read, []

    def noting(catalogue, file):
        here.extend([file] if threading.get_ident() == main else [])
        return read(catalogue, file)

    async with at_the_app(town, start="minutes.txt") as user:
        monkeypatch.setattr(Catalogue, "read", noting)
        await user.press("F")
        await user.sees("55 of 55 in")
        await user.press("ctrl+a")
        await user.sees("55 marked")
        await user.press("ctrl+y")
        await user.sees("55 passages: sent to your terminal (can’t confirm) · ctrl+o writes it to a file")
        await user.press("ctrl+t")
        await user.sees("Theme for 55 passages")
        await user.type("polic\r\x1b")
        await user.until(lambda: len(user.tags()) == 56)
        assert here == []
        await user.press("u")
        await user.told("Undid: ")
        assert len(user.tags()) == 1


async def test_a_document_that_comes_leaves_the_cursor_on_its_passage_and_that_on_its_line(town):
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("F")
        await user.type("forum")
        await user.until(lambda: "forum" in user.row(8))
        await user.press(*["down"] * 8)
        await user.until(lambda: user.row(8).startswith(" ▌"))
        line = user.row(8)
        rules = "\n\n".join(["Rules of the forum", *(f"The forum, rule {n}." for n in range(1, 9))])
        (town / "aaa.txt").write_text(rules, encoding="utf-8")
        await user.sees("48 of 64 in")
        assert user.row(8) == line
        await user.press(*["up"] * 20)
        await user.sees("rule 1", "rule 8")


async def test_a_new_query_starts_at_the_top_and_the_old_rows_stand_until_its_rows_are_there(town, monkeypatch):
    search, gate = Index.search, threading.Event()

    def slow(self, query, *arguments):
        if query == "ferry":
            gate.wait(10)
        return search(self, query, *arguments)

    monkeypatch.setattr(Index, "search", slow)
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("F")
        await user.type("forum")
        await user.until(lambda: "forum" in user.row(3))
        await user.press("ctrl+u")
        await user.sees("55 of 55 in")
        await user.press("down", "down")
        standing = [user.row(n) for n in range(4)]
        await user.paste("ferry")
        await user.until(lambda: "ferry" in user.lines[1])
        assert [user.row(n) for n in range(4)] == standing
        gate.set()
        await user.until(lambda: "ferry" in user.row(0))
        assert user.row(0).startswith(" ▌")


async def test_what_changed_while_the_finder_was_closed_is_found_when_it_opens_again(town):
    tag(town, ("debate.txt", 7, "3"))
    async with at_the_app(town, start="minutes.txt") as user:

        async def sees(tags, notes):
            await user.press("f")
            await user.sees("[tags]", f"{tags} of {tags} in")
            await user.press("ctrl+f", "ctrl+f")
            await user.sees("[notes]", f"{notes} of {notes} in")
            await user.press("escape")

        await sees(tags=1, notes=0)
        await user.press("e")
        await user.type("green paint")
        await user.press("escape", "3")
        await sees(tags=2, notes=1)
        await user.press("u", "u")
        await sees(tags=1, notes=0)


async def test_rows_that_changed_out_of_sight_look_so_when_one_comes_back_to_them(town):
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("F")
        await user.sees("55 of 55 in")
        first = user.row(0)
        await user.press(*["down"] * 40)
        await user.until(lambda: user.row(0) != first)
        await user.press("ctrl+a")
        await user.sees("55 marked")
        await user.press(*["up"] * 40)
        await user.until(lambda: user.row(0) == first.replace("▌ ", "▌✓", 1))


async def test_rows_are_drawn_and_painted_before_the_screen_shows_them(town, monkeypatch):
    tag(town, ("debate.txt", 7, "3"))
    main, here = threading.get_ident(), []
    segments_of = flat.segments_of

    def noting(pieces, width, base):
        (bar, _), *line = pieces or [("", PLAIN)]
        if threading.get_ident() == main and bar in (" ", "▌") and any("ferry" in text for text, _ in line):
            here.append(line)
        return segments_of(pieces, width, base)

    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("F")
        await user.sees("55 of 55 in")
        monkeypatch.setattr(flat, "segments_of", noting)
        await user.type("ferry")
        await user.until(lambda: "ferry" in user.row(0))
        assert user.row(0).startswith(" ▌")
        assert here == []


async def test_what_was_painted_of_rows_takes_no_memory_when_others_have_come(town):
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("F")
        await user.sees("55 of 55 in")
        gc.collect()
        gc.disable()
        try:
            await user.type("ferry")
            await user.until(lambda: "ferry" in user.row(0))
            await user.press("ctrl+u")
            await user.sees("55 of 55 in")
            _line.cache_clear()
            assert not [each for each in gc.get_objects() if isinstance(each, Line) and "ferry" in each.text]
        finally:
            gc.enable()


async def test_a_finder_that_is_closed_just_as_its_rows_come_asks_for_nothing_more(town):
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("F")
        await user.sees("55 of 55 in")
        preview = user.app.screen.query_one(Preview)
        await user.press("escape")
        await user.until(lambda: not preview.is_attached)
        preview.renew()


async def test_nothing_that_grows_with_the_library_is_worked_out_on_the_thread_of_the_screen(town, monkeypatch):
    tag(town, ("debate.txt", 7, "3"))
    main, here = threading.get_ident(), set()

    def noting(owner, name):
        original = getattr(owner, name)

        def noted(*arguments, **more):
            if threading.get_ident() == main:
                here.add(name)
            return original(*arguments, **more)

        monkeypatch.setattr(owner, name, noted)

    def hit(self, entry, score, spans):
        make(self, entry, score, lambda: (here.add("spans") if threading.get_ident() == main else None) or spans())

    make = Hit.__init__
    monkeypatch.setattr(Hit, "__init__", hit)
    async with at_the_app(town, start="minutes.txt") as user:
        noting(Index, "search")
        noting(Index, "__init__")
        noting(Catalogue, "read_all")
        await user.press("f")
        await user.type("#sport swiming")
        await user.sees("1 of 1 in", "How many children")
        for what in ("passages", "notes", "documents", "themes"):
            await user.press("ctrl+f")
            await user.sees(f"[{what}]", " in ")
        await user.press("ctrl+f", "down", "escape", "/")
        await user.type("spok abuot the lantren")
        await user.press("enter")
        await user.told("n next")
    assert here <= {"__init__"}


# What is said of a query


@pytest.mark.parametrize(
    ("query", "where", "words"),
    [
        ("harbour ) pool", "harbour )", "This bracket closes nothing"),
        ("date:soon harbour", "d", "“soon” is no date"),
    ],
)
async def test_what_is_wrong_with_a_query_stands_under_the_place_and_goes_when_it_is_mended(town, query, where, words):
    async with at_the_app(town) as user:
        await user.press("F")
        await user.type(query)
        await user.sees(words)
        typed = next(line for line in user.lines if query in line)
        pointing = next(line for line in user.lines if words in line)
        assert pointing.index("▲") == typed.index(query) + len(where) - 1
        await user.press("ctrl+u")
        await user.sees_no("▲")


async def test_what_is_only_half_typed_is_passed_over_and_a_name_that_is_not_there_is_said(town):
    async with at_the_app(town) as user:
        await user.press("F")
        await user.type('insults "every ga')
        await user.until(lambda: "every gala" in user.row(0))
        assert "▲" not in user.screen
        await user.press("ctrl+u")
        await user.type("#xyzzy pool")
        await user.sees("No theme “xyzzy”.")
        await user.press("ctrl+u")
        await user.type("#polcing pool ")
        await user.sees("“polcing” read as Policing.")


async def test_a_long_query_is_pointed_at_from_the_left(town):
    async with at_the_app(town, size=(80, 24)) as user:
        await user.press("F")
        await user.type(f"{'harbour ' * 7})")
        await user.sees("This bracket closes nothing")
        line = next(line for line in user.lines if "▲" in line)
        assert line.index("closes") < line.index("▲") < 80


# Earlier queries


async def test_earlier_queries_come_back_also_those_of_yesterday(town):
    async with at_the_app(town) as user:
        await user.press("F", "ctrl+up")
        await user.sees("No earlier search")
        for query in ("lantern", "tiller", "lantern"):
            await user.press("ctrl+u")
            await user.type(query)
            await user.until(lambda query=query: query in user.row(0))
            await user.press("escape", "F")
        await user.press("ctrl+u", "ctrl+q")
    async with at_the_app(town) as user:
        await user.press("F")
        await user.type("bara")
        await user.press("ctrl+up")
        await user.until(lambda: "lantern" in user.lines[1])
        await user.press("alt+up")
        await user.until(lambda: "tiller" in user.lines[1] and "tiller" in user.row(0))
        await user.press("ctrl+up")
        await user.sees("No earlier search")
        await user.press("ctrl+down", "ctrl+down")
        await user.until(lambda: "bara" in user.lines[1])
        await user.press("ctrl+down")
        await user.sees("No later search")


# The passage in its place


async def test_the_preview_shows_what_is_around_a_passage_and_the_tags_there(town):
    tag(town, ("minutes.txt", 12, "3"), ("minutes.txt", 12, "4"), ("minutes.txt", 13, "2"))
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("F")
        await user.type("spoke about the lantern")
        await user.sees("▌¶ 13", "about the keel", "about the mooring")
        heading = next(line for line in user.lines if "▌¶ 13" in line)
        assert heading.rstrip().endswith("Policing")
        assert any("keel" in line and line.rstrip().endswith("3 4") for line in user.lines)


@pytest.mark.parametrize("size", [(140, 45), (80, 24)])
async def test_of_a_long_passage_the_words_that_were_found_are_in_sight(town, size):
    long = " ".join(["A sentence about the weather on the water."] * 60)
    (town / "long.txt").write_text(f"Weather\n\n{long} Then the walrus came. {long}\n", encoding="utf-8")
    async with at_the_app(town, size=size, start="minutes.txt") as user:
        await user.press("F")
        await user.type("walrus came")
        await user.until(lambda: "walrus" in user.row(0))
        await user.until(lambda: sum("walrus" in line for line in user.lines) == 3)


async def test_a_document_that_is_edited_while_the_finder_is_open_is_found_and_shown_as_it_is_now(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("F")
        await user.type("pelican")
        await user.sees("No passage comes close · ctrl+f looks elsewhere")
        (town / "minutes.txt").write_text(minutes().replace("the lantern", "the pelican"), encoding="utf-8")
        await user.until(lambda: "pelican" in user.row(0))
        await user.sees("about the keel")
        assert len(NOUNS) > 1
        assert tagged(town) == []


async def test_the_foot_says_whole_what_it_has_room_for_and_always_how_to_close(town):
    async with at_the_app(town, size=(80, 24)) as user:
        await user.press("F")
        await user.sees("55 of 55 in", "ctrl+f elsewhere", "ctrl+t tags", "Esc closes")
        await user.press("ctrl+a")
        await user.sees("55 marked · Enter opens", "ctrl+t tags", "Esc closes")
        assert "…" not in user.lines[-1]
        await user.resize(140, 45)
        await user.press("ctrl+a")
        await user.sees("Enter opens", "ctrl+↑ earlier", "Esc closes")
