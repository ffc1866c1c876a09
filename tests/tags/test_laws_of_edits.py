"""The laws of an edit by hand: what the editor changed counts, the rest stays as it is; tombstones; going back."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from reader.tags import shelf
from reader.tags.image import Rows, apply, shallow
from reader.tags.merging import GRAVES, merge, merge_edit, returning
from reader.tags.uniting import united

BEFORE, NOON, AFTER = (f"2026-11-22T{hour}:00:00.000000+00:00" for hour in ("10", "12", "14"))
TABLES = {"a": "_default", "b": "_default", "c": "_default", "d": "notes", "e": "notes"}
KINDS = {"_default": "tags", "notes": "notes"}
DEEDS = st.fixed_dictionaries({id_: st.sampled_from(("none", "none", "out", "change")) for id_ in TABLES})


def row(id_, note="x", modified=BEFORE):
    return {"id": id_, "note": note, "modified": modified}


def image(*rows, graves=()):
    """Return the rows of a store, numbered from 1 in each table."""
    made = {"_default": Rows(), "notes": Rows(), GRAVES: Rows()}
    for each in rows:
        table = made[TABLES.get(each["id"], "_default")]
        table[str(len(table) + 1)] = each
    for each in graves:
        made[GRAVES][str(len(made[GRAVES]) + 1)] = each
    return made


def grave(id_, at=NOON, kind="tags"):
    return {"id": id_, "table": kind, "at": at}


def records(of):
    """Return the live records by id."""
    return {each["id"]: each for table in ("_default", "notes") for each in of[table].values()}


def numbers(of):
    return {each["id"]: (table, number) for table in ("_default", "notes") for number, each in of[table].items()}


def dead(of):
    return {each["id"]: each for each in of[GRAVES].values()}


def edited(ours, theirs, base, at=NOON):
    after = shallow(ours)
    apply(after, merge_edit(ours, theirs, base, shelf.TAGS, at))
    return after


def done(base, deeds, note, modified, *, leaves_graves):
    """Return a state in which records of another were taken out or changed."""
    after = shallow(base)
    for id_, deed in deeds.items():
        if id_ not in records(base) or deed == "none":
            continue
        table, number = numbers(base)[id_]
        if deed == "out":
            del after[table][number]
            if leaves_graves:
                after[GRAVES][str(len(after[GRAVES]) + 1)] = grave(id_, modified, KINDS[table])
        else:
            after[table][number] = after[table][number] | {"note": note, "modified": modified}
    return after


BASE = image(*map(row, "abcde"), graves=[grave("f", BEFORE)])


@given(DEEDS)
def test_an_edit_alone_is_taken_as_it_is_and_what_it_took_out_leaves_a_tombstone_of_its_kind(deeds):
    theirs = done(BASE, deeds, "by hand", BEFORE, leaves_graves=False)
    after = edited(BASE, theirs, BASE)
    assert records(after) == records(theirs)
    assert numbers(after) == numbers(theirs)
    gone = {id_: grave(id_, NOON, KINDS[TABLES[id_]]) for id_, deed in deeds.items() if deed == "out"}
    assert dead(after) == {"f": grave("f", BEFORE)} | gone


@given(DEEDS, DEEDS, st.sampled_from((BEFORE, AFTER)))
@example(dict.fromkeys(TABLES, "change"), dict.fromkeys(TABLES, "change"), AFTER)
def test_an_edit_leaves_alone_what_it_did_not_touch_and_of_what_both_changed_the_newer_stays(by_hand, in_app, time):
    theirs = done(BASE, by_hand, "by hand", time, leaves_graves=False)
    ours = done(BASE, in_app, "in the app", NOON, leaves_graves=True)
    after = edited(ours, theirs, BASE, AFTER)
    for id_ in TABLES:
        sides = records(ours).get(id_), records(theirs).get(id_)
        if by_hand[id_] == "none" or by_hand[id_] == in_app[id_] == "out":
            expected = sides[0]
        elif in_app[id_] == "none":
            expected = sides[1]
        elif by_hand[id_] == "out":
            expected = sides[0]
        else:
            expected = sides[time == AFTER]
        assert records(after).get(id_) == expected
        assert (id_ in dead(after)) == (expected is None)
    assert merge_edit(after, theirs, BASE, shelf.TAGS, AFTER) == []


def test_a_row_that_an_editor_added_keeps_its_number_where_that_is_free():
    theirs = shallow(BASE)
    theirs["_default"]["9"], theirs["_default"]["12"] = row("g"), row("h")
    ours = shallow(BASE)
    ours["_default"]["9"] = row("i")
    after = edited(ours, theirs, BASE)
    assert numbers(after)["i"] == ("_default", "9")
    assert numbers(after)["h"] == ("_default", "12")
    assert records(after).keys() == set("abcdeghi")


def test_a_tombstone_that_an_editor_took_out_is_gone():
    theirs = shallow(BASE)
    del theirs[GRAVES]["1"]
    assert dead(edited(BASE, theirs, BASE)) == {}


@given(st.permutations(("id", "note", "modified")), st.permutations(("id", "note", "modified")))
def test_the_order_of_fields_in_a_row_decides_nothing(one, other):
    def laid_out(fields, values):
        return image({name: values[name] for name in fields})

    mine, theirs = laid_out(one, row("a", "x")), laid_out(other, row("a", "y"))
    assert records(united(mine, theirs)) == records(united(theirs, mine)) == {"a": row("a", "y")}


def test_what_was_deleted_at_the_moment_at_which_it_was_changed_stays_deleted():
    live, gone = image(row("a", modified=NOON)), image(graves=[grave("a", NOON)])
    for after in (united(live, gone), united(gone, live)):
        assert (records(after), dead(after)) == ({}, {"a": grave("a", NOON)})


def test_a_tombstone_without_a_time_deletes_nothing_that_has_one():
    live, gone = image(row("a")), image(graves=[{"id": "a", "table": "tags"}])
    for after in (united(live, gone), united(gone, live)):
        assert (records(after), dead(after)) == ({"a": row("a")}, {})


def test_a_file_without_tombstones_is_brought_back_too_and_each_that_goes_leaves_one():
    then = image(row("a"))
    ours = image(row("a"), row("b"), row("c"), row("d"))
    del ours[GRAVES]
    apply(ours, returning(ours, then, shelf.TAGS, NOON))
    assert records(ours) == {"a": row("a")}
    assert dead(ours) == {"b": grave("b"), "c": grave("c"), "d": grave("d", kind="notes")}


def test_those_that_go_leave_the_tombstones_of_others_alone():
    ours = image(row("a"), row("b"), row("c"), graves=[grave("f", BEFORE), grave("g", BEFORE)])
    apply(ours, returning(ours, image(row("c")), shelf.TAGS, NOON))
    expected = [grave("f", BEFORE), grave("g", BEFORE), grave("a"), grave("b")]
    assert dead(ours) == {each["id"]: each for each in expected}


def test_rows_without_an_id_come_and_go_by_their_number_and_leave_no_tombstone():
    ours, then = image(), image()
    ours["_default"] = Rows({"1": {"n": 1}, "2": {"n": 2}})
    then["_default"] = Rows({"1": {"n": 1}, "3": {"n": 3}})
    apply(ours, returning(ours, then, shelf.TAGS, NOON))
    assert (dict(ours["_default"]), dict(ours[GRAVES])) == ({"1": {"n": 1}, "3": {"n": 3}}, {})


def test_what_is_as_it_was_but_for_its_time_is_left_alone_and_what_comes_back_is_as_new_as_its_return():
    ours = image(row("a", modified=AFTER), row("b", "changed", modified=AFTER), graves=[grave("c", BEFORE)])
    then = image(row("a"), row("b"), row("c"))
    apply(ours, returning(ours, then, shelf.TAGS, NOON))
    assert records(ours) == {"a": row("a", modified=AFTER), "b": row("b", modified=NOON), "c": row("c", modified=NOON)}
    assert dead(ours) == {}


def test_of_two_records_with_one_number_the_other_copys_gets_the_next_that_is_free():
    ours = image(row("a"), row("b"))
    theirs = image(row("g"), row("h"), row("i"))
    after = united(ours, theirs)
    assert numbers(after) == {id_: ("_default", str(n)) for n, id_ in enumerate("abghi", 1)}
    assert merge(after, theirs) == []
