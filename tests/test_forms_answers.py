"""Answers are read as people type them, judged, and kept as they were judged."""

import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from citydesign.forms import AnswerError, read_decimal, read_integer
from citydesign.forms.core import checks
from citydesign.forms.core.answers import is_answered, read_code, read_text
from citydesign.forms.core.dates import read_date, read_parts
from citydesign.forms.core.fields import (
    Failure,
    Field,
    Kind,
    failures,
    first_control,
    kind_of,
    least_and_most,
)
from citydesign.forms.core.times import read_time
from citydesign.forms.words import Message, explain, written
from citydesign.locale import use_locale

TODAY = dt.date(2026, 11, 28)


class File:
    def __init__(self, filename):
        self.filename = filename


@pytest.mark.parametrize(
    "value",
    [
        0,
        0.0,
        Decimal(0),
        False,
        "0",
        "a",
        [0],
        ["", "b"],
        {"day": "1"},
        File("a.pdf"),
        dt.date(2026, 1, 1),
        "\x00",
    ],
)
def test_what_was_sent_is_an_answer(value):
    assert is_answered(value)


@pytest.mark.parametrize(
    "value",
    [None, "", " ", "\u00a0\n", "\u200b", " \ufeff\u202e", [], [""], [" ", None, "\u2060"], {"day": ""}, {},
     File(""), File(None), ()],
)  # fmt: skip
def test_nothing_and_what_nobody_sees_are_no_answer(value):
    assert not is_answered(value)


@pytest.mark.parametrize(
    "value", [None, 1, b"a", File("a.pdf"), ["a"], "a\x00", "\x1b[31m", "\ud800"]
)
def test_what_is_no_text_that_can_be_kept_is_refused(value):
    with pytest.raises(AnswerError) as caught:
        read_text(value)
    assert caught.value.code == "plain_text"


def test_a_text_is_kept_to_the_letter():
    assert read_text(" A\tb\r\nÄ e\u0301 ") == " A\tb\r\nÄ e\u0301 "


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" 33100\n", "33100"), ("１２３", "123"), ("٣٣١٠٠", "33100"), ("Ä1²", "Ä1²")],
)
def test_a_code_has_the_digits_0_to_9(typed, kept):
    assert read_code(typed) == kept


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("35", 35),
        (" 0 ", 0),
        ("-3", -3),
        ("\u22123", -3),
        ("+3", 3),
        ("1 200", 1200),
        ("1\u00a0200\u202f000", 1200000),
        ("１２", 12),
        ("007", 7),
        ("", None),
        (" ", None),
    ],
)
def test_a_whole_number_is_read(typed, number):
    assert read_integer(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "many",
        "1,5",
        "1.200",
        "1,200",
        "12 00",
        "1 2",
        "1_000",
        "1e3",
        "--3",
        "3-",
        "0x1",
        "²",
        "9" * 31,
    ],
)
def test_what_is_no_whole_number_is_refused(typed):
    with pytest.raises(AnswerError) as caught:
        read_integer(typed)
    assert caught.value.code == "whole_number"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1,5", "1.5"), ("1.5", "1.5"), ("1 200,50", "1200.50"), ("1.200,50", "1200.50"), ("1,200.50", "1200.50"), ("1.200.000", "1200000"), ("-0,125", "-0.125"), ("0,125", "0.125"), ("1234,567", "1234.567"), ("35", "35"), ("\u22121,5", "-1.5")],
)  # fmt: skip
def test_a_number_with_decimals_is_read(typed, number):
    assert read_decimal(typed) == Decimal(number)


def test_an_empty_field_is_no_number():
    assert read_decimal(" ") is None


@pytest.mark.parametrize(
    "typed",
    ["NaN", "Infinity", "1e5", "1,2,3", "1.200.00", "1,5 €", ".5", "5,", "1.200.000.50", "9" * 31],
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(AnswerError) as caught:
        read_decimal(typed)
    assert caught.value.code == "number"


@pytest.mark.parametrize("typed", ["1,200", "1.200", "-12,345"])
def test_a_number_that_may_be_two_is_refused(typed):
    with pytest.raises(AnswerError) as caught:
        read_decimal(typed)
    assert caught.value.code == "number_unclear"


decimals = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


@given(decimals, st.sampled_from(["en", "fi", "sv", "en-US", "sv-SE"]))
def test_the_number_that_a_field_shows_is_read_again(number, locale):
    with use_locale(locale):
        assert read_decimal(written(number)) == number


@given(st.integers(-(10**20), 10**20))
def test_a_whole_number_is_read_in_groups_of_three(number):
    assert read_integer(f"{number:,}".replace(",", " ")) == number
    assert read_integer(written(number)) == number


typed = st.text(max_size=12) | st.from_regex(
    r"[+-]?\d{0,4}[., ]?\d{0,4}[., ]?\d{0,3}", fullmatch=True
)


@given(typed)
def test_any_text_is_a_number_or_refused(text):
    for read in (read_integer, read_decimal):
        with suppress(AnswerError):
            assert read(text) is None or Decimal(read(text)).is_finite()


# Judged and kept.


@pytest.mark.parametrize(
    ("check", "typed", "kept"),
    [
        (checks.email, " aino@example.fi\n", "aino@example.fi"),
        (checks.phone, "040 123 4567\n", "040 123 4567"),
        (checks.phone, "０４０ 123 4567", "040 123 4567"),
        (checks.phone, "+46 70 123 45 67", "+46 70 123 45 67"),
        (checks.personal_identity_code, "131052-308t\n", "131052-308T"),
        (checks.personal_identity_code, "131052Y308T", "131052Y308T"),
        (checks.personal_identity_code, "１３１０５２-308T", "131052-308T"),
        (checks.iban, "fi2112345600000785", "FI21 1234 5600 0007 85"),
        (checks.iban, " FI21 1234 5600 0007 85\n", "FI21 1234 5600 0007 85"),
        (checks.business_id, "20774740", "2077474-0"),
        (checks.business_id, "FI20774740", "2077474-0"),
        (checks.business_id, " 2077474-0 ", "2077474-0"),
    ],
)
def test_what_is_kept_is_what_was_judged(check, typed, kept):
    assert check(typed) == kept
    assert check(kept) == kept


@pytest.mark.parametrize(
    ("check", "typed"),
    [
        (checks.email, "aino"),
        (checks.email, "aino@example.fi; x@example.fi"),
        (checks.phone, "12"),
        (checks.phone, "call 040 123 4567"),
        (checks.phone, "0800 KAUPUNKI"),
        (checks.phone, "040 123 4567 ext. 12"),
        (checks.phone, "x"),
        (checks.personal_identity_code, "131052-308X"),
        (checks.personal_identity_code, "131052308T"),
        (checks.personal_identity_code, "310252-308Y"),
        (checks.iban, "FI21 1234 5600 0007 86"),
        (checks.business_id, "2077474-1"),
        (checks.business_id, "123"),
    ],
)
def test_what_is_wrong_is_refused_by_its_own_message(check, typed):
    with pytest.raises(AnswerError) as caught:
        check(typed)
    assert caught.value.code == check.__name__


@pytest.mark.parametrize("region", ["SE", "se"])
def test_a_number_without_its_country_code_is_of_the_country_that_was_chosen(region):
    assert checks.phone("070-123 45 67", region) == "070-123 45 67"
    with pytest.raises(AnswerError):
        checks.phone("070-123 45 67", "EE")


CHECKS = [checks.email, checks.phone, checks.personal_identity_code, checks.iban, checks.business_id, checks.length]  # fmt: skip


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize(
    "value",
    [None, 1, 1.5, b"a", File("a.pdf"), [], {}, "a\x00", TODAY],
    ids=lambda one: type(one).__name__,
)
def test_a_check_never_fails_on_what_is_no_text(check, value):
    with pytest.raises(AnswerError):
        check(value)


@given(st.text(max_size=30))
def test_any_text_is_kept_or_refused(text):
    for check in CHECKS:
        with suppress(AnswerError):
            assert check(check(text)) == check(text)


births = st.dates(dt.date(1850, 1, 1), dt.date(2099, 12, 31))


@example(TODAY, TODAY, 2)
@given(births, births, st.integers(2, 999))
def test_an_identity_code_belongs_to_somebody_who_is_born(born, today, number):
    sign = {18: "+", 19: "-", 20: "A"}[born.year // 100]
    digits = f"{born:%d%m%y}"
    control = "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(f"{digits}{number:03}") % 31]
    code = f"{digits}{sign}{number:03}{control}"
    if born <= today:
        assert checks.personal_identity_code(code, today=today, test=True) == code
    if born > today or number >= 900:
        with pytest.raises(AnswerError):
            checks.personal_identity_code(code, today=today, test=born > today)
    else:
        assert checks.personal_identity_code(code, today=today) == code


def test_a_text_is_as_long_as_people_count_it():
    assert checks.length("A\r\nB", 3, 3) == "A\r\nB"
    with pytest.raises(AnswerError) as caught:
        checks.length("Aino", most=2)
    assert (caught.value.code, caught.value.values) == ("too_long", {"count": 2})
    with pytest.raises(AnswerError) as caught:
        checks.length("Ai", 3)
    assert (caught.value.code, caught.value.values) == ("too_short", {"count": 3})


@pytest.mark.parametrize(
    ("value", "least", "most", "code"),
    [
        (1, None, None, None),
        (0, 0, 0, None),
        (0, 1, None, "number_least"),
        (2, None, 1, "number_most"),
        (9, 1, 5, "number_between"),
        (Decimal("NaN"), 1, None, "number"),
        (float("nan"), 1, 5, "number_between"),
        ("9", 1, 5, "number"),
        (None, None, 5, "number"),
        (TODAY, TODAY, TODAY, None),
        (TODAY, dt.date(2027, 1, 1), None, "date_not_before"),
        (TODAY, None, dt.date(2026, 1, 1), "date_not_after"),
        ("2026-11-28", TODAY, None, "date_not_real"),
        (dt.datetime(2026, 11, 28), TODAY, None, "date_not_real"),
        (dt.time(9), dt.time(10), None, "time_not_before"),
        (dt.time(9), None, dt.time(8), "time_not_after"),
        ("9", dt.time(8), None, "time_not_real"),
    ],
)
def test_limits_hold(value, least, most, code):
    if code is None:
        assert checks.between(value, least, most) == value
        return
    with pytest.raises(AnswerError) as caught:
        checks.between(value, least, most)
    assert caught.value.code == code
    assert "X" in explain(code, **caught.value.values, label="X")


@pytest.mark.parametrize("day", [dt.date, dt.time], ids=["date", "time"])
def test_a_message_about_a_limit_names_the_one_that_was_crossed(day):
    name = day.__name__
    early, least, most, late = (
        dt.date(2026, 1, one) if day is dt.date else dt.time(one) for one in (1, 2, 3, 4)
    )
    for value, code, limit in (
        (early, f"{name}_not_before", least),
        (late, f"{name}_not_after", most),
    ):
        with pytest.raises(AnswerError) as caught:
            checks.between(value, least, most)
        assert (caught.value.code, caught.value.values) == (code, {name: limit})


def test_a_number_outside_is_told_the_limits_that_there_are():
    for least, most, said in (
        (2, 3, {"least": 2, "most": 3}),
        (2, None, {"limit": 2}),
        (None, 0, {"limit": 0}),
    ):
        with pytest.raises(AnswerError) as caught:
            checks.between(1, least, most)
        assert caught.value.values == said


# Kinds.


class Plain:
    pass


class Odd(Plain):
    pass


class Known(Odd):
    kind = Kind.DATE


def test_class_and_widget_together_are_a_kind():
    known = {(Plain, str): Kind.TEXT, (Plain, bytes): Kind.PASSWORD}
    assert kind_of(Plain, str, known, ()) is Kind.TEXT
    assert kind_of(Plain, bytes, known, ()) is Kind.PASSWORD
    assert kind_of(Plain, int, known, ()) is Kind.OTHER
    assert kind_of(Odd, str, known, ()) is Kind.TEXT
    assert kind_of(Odd, str, known, [Odd]) is Kind.OTHER
    assert kind_of(Known, int, known, [Odd]) is Kind.DATE


# What is wrong, and where to go.


def named(kind, name, *errors, **more):
    return Field(kind, name, name, name, errors=errors, **more)


def test_each_error_leads_to_a_control():
    kids = named(Kind.LIST, "kids", "Too few.", fields=(
        named(Kind.GROUP, "kids-0", "Not both.", fields=(
            named(Kind.HIDDEN, "kids-0-id", "Gone."),
            named(Kind.DATE_PARTS, "kids-0-born", "No date.", wrong=("month", "year")),
        )),
        named(Kind.GROUP, "kids-1", fields=(named(Kind.HIDDEN, "kids-1-id", "Lost."),)),
    ))  # fmt: skip
    form = [
        named(Kind.HIDDEN, "key", "Changed."),
        named(Kind.SUBMIT, "send"),
        named(Kind.TEXT, "name", "Fill in.", "Too long."),
        named(Kind.DATE_PARTS, "start"),
        named(Kind.LIST, "pets", "At least one."),
        kids,
    ]
    assert [*failures(form, ["Give a phone number or an e-mail address."])] == [
        Failure("Give a phone number or an e-mail address.", "name"),
        Failure("Changed.", "name"),
        Failure("Fill in.", "name"),
        Failure("At least one.", "pets"),
        Failure("Too few.", "kids-0-born-month"),
        Failure("Not both.", "kids-0-born-month"),
        Failure("Gone.", "kids-0-born-month"),
        Failure("No date.", "kids-0-born-month"),
        Failure("Lost.", "kids-1"),
    ]
    assert first_control(form[3]) == "start-day"


def test_a_form_without_controls_has_none_to_lead_to():
    assert [*failures([named(Kind.HIDDEN, "key")], ["Send it again."])] == [
        Failure("Send it again.", None)
    ]


# The words.


def test_a_message_can_name_another_field_in_another_language():
    message = Message("required_text", label="Name")
    assert message == "Fill in “Name”."
    with use_locale("fi"):
        assert message.about("Nimi", Kind.TEXT) == "Täytä kohta ”Nimi”."
        assert message.about("Nimi", Kind.DATE) == "Kirjoita päivämäärä kohtaan ”Nimi”."
    assert Message("too_short", count=1, label="Pets").about("Pets", Kind.LIST) == (
        "Give at least 1 answer in “Pets”."
    )


def test_the_stop_of_a_label_is_not_quoted():
    assert explain("required_consent", label="I agree.") == "Tick “I agree” to continue."
    assert explain("required_text", label="Your name: ") == "Fill in “Your name”."
    assert explain("required_text", label="Who?") == "Fill in “Who?”."


def test_what_a_message_says_is_written_as_the_language_writes_it():
    with use_locale("fi"):
        assert "1,50." in explain("number_least", label="X", limit=Decimal("1.50"))
        assert "klo 9.15" in explain("time_not_before", label="X", time=dt.time(9, 15))
        assert "24. maaliskuuta 2027 9.15" in explain(
            "date_time", label="X", moment=dt.datetime(2027, 3, 24, 9, 15)
        )


def test_an_answer_and_the_box_instead_of_it_are_exactly_one():
    from citydesign.forms.core.checks import AnswerError, either_or

    assert either_or("0401234567", False, "No phone") == "0401234567"
    assert either_or("", True, "No phone") is None
    for answer, ticked, code in (("0401234567", True, "either_both"), ("", False, "either_none")):
        with pytest.raises(AnswerError) as caught:
            either_or(answer, ticked, "No phone")
        assert caught.value.code == code


COPIED = "\u202a\ufeff{} \u200b\u202c"


@pytest.mark.parametrize(
    ("read", "typed"),
    [
        (checks.phone, "040 123 4567"),
        (checks.email, "aino@example.fi"),
        (checks.personal_identity_code, "131052-308T"),
        (checks.iban, "FI21 1234 5600 0007 85"),
        (checks.business_id, "2077474-0"),
        (read_code, "33100"),
        (read_integer, "1200"),
        (read_decimal, "1,5"),
        (read_date, "1.5.2026"),
        (read_time, "9.15"),
        (lambda text: read_parts(text, "5", "2026"), "1"),
    ],
)
def test_what_came_along_unseen_when_an_answer_was_copied_is_no_error(read, typed):
    assert read(COPIED.format(typed)) == read(typed)


def test_a_long_text_of_spaces_is_read_at_once():
    text = "x" + " " * 500_000 + "x"
    assert read_code(text) == text


@pytest.mark.parametrize(
    ("typed", "called"),
    [
        (" 040 123 4567 ", "+358401234567"),
        ("+46 8 123 456 78", "+46812345678"),
        ("٠٤٠ ١٢٣ ٤٥٦٧", "+358401234567"),
        ("\u202a040 123 4567\u202c", "+358401234567"),
    ],
)
def test_a_phone_number_is_called_as_machines_call_it(typed, called):
    assert checks.phone_to_call(typed) == called


@pytest.mark.parametrize("typed", ["", "12", "040 123 4567 x", "040-CALLME", None])
def test_what_is_no_phone_number_is_called_by_nobody(typed):
    with pytest.raises(AnswerError):
        checks.phone_to_call(typed)


DAY = dt.date(2027, 3, 24)


@pytest.mark.parametrize(
    ("kind", "rules", "limits"),
    [
        (Kind.INTEGER, [], {}),
        (Kind.INTEGER, [(None, None)], {}),
        (Kind.INTEGER, [(1, None), (3, 9), (None, 20)], {"least": 3, "most": 9}),
        (Kind.DECIMAL, [(Decimal("0.5"), None), (0.25, None)], {"least": Decimal("0.5")}),
        # Of a column of a database, or of no number: nobody meets them.
        (Kind.INTEGER, [(-(2**63), 2**31 - 1), (None, float("inf")), (float("nan"), None)], {}),
        (Kind.INTEGER, [(1900, 2**31 - 2)], {"least": 1900, "most": 2**31 - 2}),
        (Kind.INTEGER, [("a", DAY)], {}),
        (Kind.DATE, [(DAY, dt.datetime(2027, 5, 1))], {"least": DAY, "most": dt.date(2027, 5, 1)}),
        (Kind.DATE, [(2027, "2027-05-01")], {}),
    ],
)
def test_of_several_limits_the_narrowest_is_said(kind, rules, limits):
    assert least_and_most(kind, rules) == limits
