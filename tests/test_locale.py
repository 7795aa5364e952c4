"""Words, dates and numbers in each language, and what a translator's file may hold."""

import datetime as dt

import pytest
from tests.everything import EVERYTHING

from citydesign.errors import CityDesignError
from citydesign.locale import PSEUDO, Language, check_messages, meanings, problems, read_texts

DAY = dt.date(2027, 3, 24)


@pytest.mark.parametrize(
    ("tag", "style", "written"),
    [
        ("en", "month", "March 2027"),
        ("fi", "month", "maaliskuu 2027"),
        ("en", "weekday", "Wednesday"),
        ("fi", "weekday", "keskiviikko"),
        ("en", "day", "Wednesday, 24 March"),
        ("sv", "day", "onsdag 24 mars"),
    ],
)
def test_a_date_is_written_as_each_language_does(tag, style, written):
    assert Language(tag).date(DAY, style) == written
    assert Language(tag).date("2027-03-24", style) == written


def test_a_date_comes_apart_whether_it_is_a_date_or_its_text():
    parts = {"day": "24", "month": "3", "year": "2027"}
    assert Language().date_parts(DAY) == parts
    assert Language().date_parts("2027-03-24") == parts
    assert Language().time(dt.time(9, 15)) == Language().time("09:15") == "9:15"


def test_a_number_has_no_more_decimals_than_anybody_reads():
    with pytest.raises(CityDesignError, match="decimals is 11; write 0 to 10"):
        Language().number(1.5, 11)
    assert Language(strict=False).number(1.5, 11) == "1.5000000000"


@pytest.mark.parametrize(
    ("tag", "cents", "written"),
    [
        ("en", 1200, "€12.00"),
        ("fi", 1200, "12,00\u00a0€"),
        ("sv", 123450, "1\u00a0234,50\u00a0€"),
        ("en", 5, "€0.05"),
        ("fi", 0, "0,00\u00a0€"),
    ],
)
def test_money_is_written_as_the_language_writes_it(tag, cents, written):
    assert Language(tag).money(cents, "EUR") == written


@pytest.mark.parametrize(
    ("tag", "written"),
    [("fi", "−12,5"), ("sv", "−12,5"), ("en", "-12.5"), (PSEUDO, "\u200e-12.5")],
)
def test_a_number_below_zero_has_the_languages_own_minus(tag, written):
    assert Language(tag).number(-12.5) == written
    assert Language(tag).number(-0.4, 0) in (written[: written.index("1")] + "0", "0")


# Where a browser draws the sign: before the first digit, as it is read, or after it.
SIGN_BEFORE_DIGITS = """number => {
  document.documentElement.dir = "rtl";
  const cell = document.querySelector("td.city-table__cell--numeric");
  cell.textContent = number;
  const at = place => {
    const range = document.createRange();
    range.setStart(cell.firstChild, place);
    range.setEnd(cell.firstChild, place + 1);
    return range.getBoundingClientRect().left;
  };
  return at(number.search(/[-−]/)) < at(number.search(/[0-9]/));
}"""


@pytest.mark.browser
def test_where_words_run_from_right_to_left_the_minus_stays_before_its_number(open_example):
    page = open_example("table/default")
    for tag in ("ar", "he", "fa", "ur", "ckb", "ps", PSEUDO):
        shown = Language(tag, {tag: {"x.y": "z"}}).number(-12.5)
        assert page.evaluate(SIGN_BEFORE_DIGITS, shown), tag
    # It would not by itself.
    assert not page.evaluate(SIGN_BEFORE_DIGITS, "-12.5")


@pytest.mark.parametrize("tag", ["fi", "sv"])
@pytest.mark.parametrize(
    ("least", "most", "written"),
    [(-12, -3, "−12…\u2060−3"), (-12, 3, "−12…\u20603"), (0, 3, "0–\u20603")],
)
def test_a_range_below_zero_has_three_dots(tag, least, most, written):
    language = Language(tag)
    assert language.text("chart.from_to", least=least, most=most) == written
    shown = {name: language.number(value) for name, value in (("least", least), ("most", most))}
    assert language.text("chart.from_to", **shown) == written
    if tag == "fi":
        said = language.text("forms.number_between", label="Lämpötila", least=least, most=most)
        assert written in said


def test_a_date_with_a_dash_in_it_is_no_range_below_zero():
    said = Language("fi").text("shared.opening_days", first="24.–25.3.", last="-")
    assert said == "24.–25.3.–\u2060-"


def test_a_language_that_nobody_knows_goes_by_its_tag():
    assert Language().name_of("sv") == "Svenska"
    assert Language().name_of("qaa") == "qaa"
    # Its dates are those of the language, where only the region is unknown.
    own = Language("fi-QM", {"fi": {"x.y": "z"}})
    assert own.date(DAY) == "24. maaliskuuta 2027"
    assert Language("qaa", {"qaa": {"x.y": "z"}}).date(DAY) == "24 March 2027"


def test_the_language_that_shows_what_was_never_translated():
    pseudo = Language(PSEUDO)
    assert pseudo.direction == "rtl"
    assert pseudo.text("shared.optional") == "[öptîöñàl]"
    assert pseudo.text("time_slots.free", count=2).startswith("[2 ")
    assert "{count}" in pseudo.plurals("time_slots.free")["other"]


def test_a_text_that_is_in_no_language_names_the_nearest():
    with pytest.raises(CityDesignError, match=r"no text .shared\.optinal.; did you mean"):
        Language().text("shared.optinal")


@pytest.mark.parametrize(
    ("key", "message", "says"),
    [
        (3, "x", "a key is a text such as 'shared.optional'"),
        ("shared.optinal", "x", "no built-in text has this key; did you mean 'shared.optional'?"),
        ("shared.optional", 3, "3 is neither a text nor a table of plural forms"),
        ("shared.optional", "a { b", "write a brace that is shown twice: {{"),
        ("time_slots.free", {"other": "{count}"}, "lacks the plural form 'one'"),
        ("time_slots.free", {"one": "1", "othr": "x"}, "has no plural form 'othr'"),
        ("time_slots.free", "{count} fria", "lacks the plural form 'one'"),
    ],
)
def test_a_wrong_text_of_a_translator_is_said_to_be_wrong(key, message, says):
    assert says in " / ".join(problem for _, problem in problems(key, message, "sv"))


def test_a_sound_text_of_a_translator_is_taken():
    assert list(problems("time_slots.free", {"one": "en", "other": "{count}"}, "sv")) == []
    assert list(problems("our_own.text", "Hej {name}", "sv")) == []


def test_two_spellings_of_one_language_are_not_both_kept():
    with pytest.raises(CityDesignError, match="'fi' and 'FI' are one language; keep one"):
        check_messages({"fi": {}, "FI": {}})


def test_placeholders_have_a_meaning_for_translators():
    assert meanings("time_slots.free")["count"]
    assert meanings("our_own.text") == {}
    departures = meanings("rantakyla.departures.minutes", EVERYTHING)
    assert departures
    assert departures != meanings("rantakyla.swimming_water.measured", EVERYTHING)


def test_a_host_s_own_texts_are_read_as_ours_are(tmp_path):
    path = tmp_path / "messages.toml"
    path.write_text('[hello]\nen = "Hello"\nfi = "Hei"\nsv = "Hej"\n', "utf-8")
    assert read_texts(path)["fi"] == {"hello": "Hei"}
    language = Language("sv", read_texts(path))
    assert language.text("hello") == "Hej"
    with pytest.raises(CityDesignError, match=r"^no text .b.; known: hello$"):
        Language("sv", {"sv": {"hello": "Hej"}}).text("b")
    with pytest.raises(
        CityDesignError, match=r"^no text 'zzz\.qqq\.xxx'; write it in messages\.toml"
    ):
        Language("sv").text("zzz.qqq.xxx")
    with pytest.raises(CityDesignError, match=r"^no text .helo.; did you mean .hello."):
        language.text("helo")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[hello", ":1: not TOML: "),
        ('[a]\nen = "x"\nfi = "x"\nsv = "x"\n\n[b]\nfi = "x"\n', ":6: 'b' has no text in en, sv"),
        ('hello = "Hei"\n', ":1: 'hello' is 'Hei'; give a text in each language"),
        ("[a]\nen = 3\nfi = 3\nsv = 3\n", ":1: 'a' in en is neither a text nor a table"),
        (
            '[a]\nen = "{n} left"\nfi = "{n} jäljellä"\nsv = "kvar"\n',
            ":1: 'a' in sv has the placeholders none; fi has {n}",
        ),
        ('[a]\nen = "{"\nfi = "x"\nsv = "x"\n', "write a brace that is shown twice"),
        (
            '[a]\nfi = { one = "x" }\nen = "x"\nsv = "x"\n',
            ":1: 'a' in fi has one; its plural forms are one, other",
        ),
        ('\ufeff[a]\nen = "x"\n', ":1: save it as UTF-8 without a byte-order mark"),
    ],
)
def test_a_wrong_text_of_a_host_names_its_line(text, says, tmp_path):
    path = tmp_path / "texts.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(CityDesignError) as caught:
        read_texts(path)
    assert says in str(caught.value)
    assert str(caught.value).startswith(f"{path}:")


def test_a_file_of_texts_that_cannot_be_read_is_one_line(tmp_path):
    with pytest.raises(CityDesignError, match=r"texts\.toml: No such file"):
        read_texts(tmp_path / "texts.toml")
    (tmp_path / "texts.toml").write_bytes('[a]\nfi = "ä"'.encode("latin-1"))
    with pytest.raises(CityDesignError, match=r"texts\.toml:2: is not in UTF-8"):
        read_texts(tmp_path / "texts.toml")


def test_a_day_of_another_month_is_named_where_calls_are_checked():
    days = [{"date": "2027-03-24"}, {"date": "2027-04-01"}]
    with pytest.raises(CityDesignError, match=r"2027-04-01 is not in 2027-03"):
        Language("en", strict=True).month(DAY, days)
    assert Language("en", strict=False).month(DAY, days)["name"] == "March 2027"
