"""Where tags and notes stand follows their documents, and is always what placing all of them anew would give."""

from __future__ import annotations

import tempfile
from pathlib import Path

from changing import A_AGAIN, LINES, Somebody, deeds
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.places import Places


def standing(places, library):
    """Return where everything stands; while files are still to be read, what has lost its document may wait."""

    def there(document):
        return library.is_known or library.version(document) is not None

    tags = {each.tag.id: each for each in places.index if there(each.tag.document)}
    notes = {each.note.id: each for each in places.notes if there(each.document)}
    return tags, notes


@settings(max_examples=100, deadline=None)
@example([("tag", "a.txt", 1), ("copy", "a.txt", "b.txt"), ("read", 2), ("delete", "a.txt"), *A_AGAIN])
@example([("tag", "a.txt", 1), ("write", "b.txt", LINES[:1]), ("delete", "a.txt"), ("read", 1)])
@example([("note", "a.txt", 1), ("write_unseen", "a.txt", LINES[1:]), ("open", "a.txt"), ("delete", "a.txt")])
@given(st.lists(deeds, min_size=3, max_size=16))
def test_what_follows_its_documents_stands_where_it_would_stand_were_all_placed_anew(done):
    with tempfile.TemporaryDirectory() as folder:
        somebody = Somebody(Path(folder))
        for deed, *arguments in done:
            getattr(somebody, deed)(*arguments)
            if not somebody.sees_all:
                continue
            library, places = somebody.workspace.library, somebody.workspace.places
            places.follow_now()
            anew = Places(library, somebody.workspace.store, somebody.workspace.paths.comparisons)
            anew.follow_now()
            assert standing(places, library) == standing(anew, library)
        somebody.workspace.close()
