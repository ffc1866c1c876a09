"""A picture of each screen: what changes on one shows here, wanted or not. `--snapshot-update` takes them again."""

from __future__ import annotations

import pytest
from textual.widgets import Input, TextArea
from town import tag

from reader.app import remarks
from reader.app.app import ReaderApp
from reader.app.widgets import tag_pane
from reader.settings import Settings
from reader.workspace import Workspace

WIDE, NARROW = (140, 45), (80, 24)
TAGS = (("debate.txt", 5, "3"), ("debate.txt", 7, "3"), ("debate.txt", 7, "4"), ("articles/gym.txt", 7, "2"))


@pytest.fixture
def picture(town, snap_compare, monkeypatch):
    """Open the app on the tagged town, press keys, wait for a text to stand there, and compare the screen."""
    monkeypatch.setattr(tag_pane, "clock", lambda _moment: "10:41")
    monkeypatch.setattr(Input, "cursor_blink", False)
    monkeypatch.setattr(TextArea, "cursor_blink", False)
    monkeypatch.setattr(remarks, "in_ms", lambda _ms: "3 ms")

    def compare(
        keys="", until="", *, size=WIDE, tags=TAGS, start="debate.txt", signed=True, tour=False, appearance="dark"
    ):
        tag(town, *tags)
        app = ReaderApp(Workspace(town, "bar"), Settings(appearance=appearance), start=start, signed=signed)
        app.animation_level = "none"

        async def before(pilot):
            await pilot.pause()
            await pilot.press(*([] if tour else ["escape"]), *keys.split())
            for _ in range(300):
                await pilot.pause(0.01)
                text = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
                if until in text:
                    break
            else:
                raise AssertionError(f"{until!r} never came:\n{text}")
            await pilot.wait_for_scheduled_animations()
            await pilot.pause(0.05)

        assert snap_compare(app, terminal_size=size, run_before=before)

    return compare


def test_the_main_screen(picture):
    picture("j j j", "Our world champion")


def test_the_main_screen_in_light(picture):
    picture("j j j", appearance="light")


def test_the_main_screen_at_80_columns(picture):
    picture("j j j", size=NARROW)


def test_the_library_over_the_page_at_80_columns(picture):
    picture("tab", "Library", size=NARROW)


def test_an_article_with_its_furniture_folded(picture):
    picture("j j", "page furniture", start="articles/gym.txt")


def test_words_selected_inside_a_paragraph(picture):
    picture("j j j V right_parenthesis w", "Select:")


def test_a_range_of_paragraphs(picture):
    picture("j j v j j", "Range: 3 paragraphs")


def test_a_theme_as_a_document(picture):
    picture("shift+tab j j enter", "Sport, clubs and players")


def test_two_documents_side_by_side(picture):
    picture("s b o x i n g enter", "net loft")


def test_the_finder(picture):
    picture("f i n s u l s t", "No tagged passage matches")


def test_the_finder_at_80_columns(picture):
    picture("F h a r b o u r", "¶ 7", size=NARROW)


def test_the_finder_with_rows_marked_among_all_passages(picture):
    picture("F p o o l tab tab", "2 marked")


def test_a_query_that_makes_no_sense(picture):
    picture("F p o o l space right_parenthesis", "This bracket closes nothing")


def test_nothing_is_found(picture):
    picture("f number_sign x y z z y", "No theme")


def test_tags_are_moved_to_another_theme(picture):
    picture("f number_sign s p o r t ctrl+a ctrl+r", "Move Sport to")


def test_the_echoes_of_a_passage(picture):
    picture("j j tilde", "Echoes of")


def test_the_theme_picker(picture):
    picture("t h o u s i n g", "+ Create “housing”")


def test_the_palette(picture):
    picture("colon u n d o", "take the last change back")


def test_the_help(picture):
    picture("question_mark", "In the reading pane")


def test_a_note(picture):
    picture("j j e enter A space n o t e", "A note")


def test_the_details_of_a_document(picture):
    picture("i", "Details")


def test_the_first_run(picture):
    picture("", "Tags will be signed", signed=False, tour=True, tags=())


def test_nothing_tagged_yet(picture):
    picture("f", "No tags yet · press 1", tags=())
