"""Faults that are accepted for a while."""

import datetime as dt
from dataclasses import replace

import pytest

from citydesign.audit.pages.setting import Setting
from citydesign.audit.verdict.finding import Finding
from citydesign.audit.verdict.known import KnownIssuesError, accept, read, sift

TODAY = dt.date(2027, 1, 10)
ENTRY = """[[issue]]
page = "select/default"
oracle = "contrast"
criterion = "1.4.11"
selector = "#school"
reason = "the list is drawn by the browser"
owner = "maintainer of forms"
expires = 2027-03-01
"""


def fault(selector="#school", criterion="1.4.11", page="default"):
    return Finding("contrast", criterion, "saw", "mend", selector, "", "select", page, Setting())


@pytest.fixture
def known(tmp_path):
    path = tmp_path / "known.toml"
    path.write_text(ENTRY, "utf-8")
    return path


def test_a_known_fault_does_not_fail_and_a_new_one_does(known):
    left, complaints = sift([fault(), fault("#other")], read(known), ["select/default"], TODAY)
    assert [f.selector for f in left] == ["#other"]
    assert not complaints


def test_a_fault_of_another_criterion_at_the_same_place_is_new(known):
    left, complaints = sift([fault(criterion="1.4.3")], read(known), ["select/default"], TODAY)
    assert [f.criterion for f in left] == ["1.4.3"]
    assert "fixed" in complaints[0]


def test_an_entry_that_is_fixed_must_go(known):
    _, complaints = sift([], read(known), ["select/default"], TODAY)
    assert "fixed" in complaints[0]


@pytest.mark.parametrize("order", [1, -1])
def test_every_entry_that_a_fault_has_is_still_needed(known, order):
    wide = ENTRY.replace('"#school"', '"#sch*"')
    known.write_text("\n".join([ENTRY, wide][::order]), "utf-8")
    assert sift([fault()], read(known), ["select/default"], TODAY) == ([], [])


def test_an_entry_past_its_day_fails(known):
    _, complaints = sift([fault()], read(known), ["select/default"], dt.date(2027, 3, 2))
    assert "expired on 2027-03-01" in complaints[0]
    assert sift([fault()], read(known), ["select/default"], dt.date(2027, 3, 1)) == ([], [])


def test_an_entry_of_a_page_that_was_not_looked_at_is_left_alone(known):
    assert sift([], read(known), ["button/default"], TODAY) == ([], [])


def test_what_was_not_checked_is_never_accepted(known):
    left, _ = sift([fault(criterion="check")], read(known), ["select/default"], TODAY)
    assert len(left) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('owner = "maintainer of forms"\n', ""),
        ('reason = "the list is drawn by the browser"', 'reason = " "'),
        ('owner = "maintainer of forms"', 'owner = " "'),
        ("expires = 2027-03-01", "expires = 2027-03-01T12:00:00"),
        ("expires = 2027-03-01", 'expires = "soon"'),
        ('page = "select/default"', 'page = "select/default"\nnote = "x"'),
        ("[[issue]]", "[[issue]"),
        ('criterion = "1.4.11"', 'criterion = "1.4.111"'),
        ('criterion = "1.4.11"', 'criterion = "check"'),
        ('criterion = "1.4.11"', 'criterion = ["1.4.11"]'),
        ('page = "select/default"', "page = 3"),
        ('reason = "the list is drawn by the browser"', "reason = 1.4"),
    ],
)
def test_an_entry_without_reason_owner_or_day_is_refused(known, old, new):
    known.write_text(ENTRY.replace(old, new), "utf-8")
    with pytest.raises(KnownIssuesError):
        read(known)


def test_todays_faults_become_the_base_and_only_new_ones_fail(tmp_path):
    path = tmp_path / "known.toml"
    faults = [fault("#a > li:nth-of-type(2)"), fault('input[name="x"]'), fault(criterion="check")]
    until = dt.date(2027, 6, 1)
    assert accept(path, faults, reason="first audit", owner="web team", expires=until) == 2
    assert accept(path, faults, reason="again", owner="web team", expires=until) == 0
    left, complaints = sift(faults, read(path), ["select/default"], TODAY)
    assert [f.criterion for f in left] == ["check"]
    assert not complaints


def test_what_is_accepted_is_added_to_what_is_known_and_read_again_as_it_was(known):
    odd = [fault('a[href="ä*?[b]"]'), fault('a[href="ä*?[b]"]'), fault("#b", page="long")]
    until = dt.date(2027, 6, 1)
    assert accept(known, odd, reason='"so"', owner="web", expires=until) == 2
    first, *added = read(known)
    assert (first.selector, first.expires) == ("#school", dt.date(2027, 3, 1))
    assert [(one.page, one.reason, one.owner, one.expires) for one in added] == [
        ("select/default", '"so"', "web", until), ("select/long", '"so"', "web", until),
    ]  # fmt: skip
    assert added[0].covers(odd[0])
    assert not added[0].covers(fault('a[href="äxyb"]'))
    assert "\n\n[[issue]]" in known.read_text("utf-8")


def test_a_known_fault_is_of_one_page_oracle_and_criterion_and_of_any_place_it_names(known):
    entry = replace(read(known)[0], selector="#sch*")
    assert entry.covers(fault("#school"))
    for other in (
        fault("#SCHOOL"), fault(page="long"), fault(criterion="1.4.3"),
        replace(fault(), oracle_id="axe"),
    ):  # fmt: skip
        assert not entry.covers(other)


def test_there_is_nothing_known_where_there_is_no_file(tmp_path):
    assert read(tmp_path / "none.toml") == ()
