"""A city adds a language: the file a translator fills, its check, and pages in that language."""

import ast
import logging
import os
import re
import stat
import tomllib
from pathlib import Path

import pytest
from jinja2 import Environment
from tests.everything import EVERYTHING, RANTAKYLA

import citydesign
from citydesign import cli, install, use_locale
from citydesign.errors import CityDesignError, IncompleteLanguageWarning
from citydesign.locale import LOCALES, Language, catalogue, meanings
from citydesign.translation import _line_of, language

ROOT = Path(__file__).parents[1]


def words(tag, text="Слово"):
    """Every text of a language, as if a translator had written them."""
    file = Language(tag, messages={tag: {}}, strict=False)
    return {
        key: {form: _filled(file, key, text) for form in FORMS[tag]}
        if isinstance(texts["en"], dict)
        else _filled(file, key, text)
        for key, texts in catalogue().items()
    }


FORMS = {
    "uk": ("one", "few", "many", "other"),
    "ar": ("zero", "one", "two", "few", "many", "other"),
    "ja": ("other",),
}


def _filled(language, key, text):
    return " ".join([text, *(f"{{{name}}}" for name in sorted(language.placeholders(key)))])


def filled(path, tag="uk"):
    """A file that the command wrote, with a text between all its quotes."""
    assert cli.main(["messages", tag, str(path)]) == 0
    lines, names = [], []
    for line in path.read_text("utf-8").splitlines():
        if found := re.match(r"# (\{\w+\}):", line):
            names.append(found[1])
        if line.endswith('""'):
            line = line[:-1] + " ".join(["Слово", *names]) + '"'
        elif not line.startswith("#"):
            names = []
        lines.append(line)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture
def uk(tmp_path, capsys):
    path = filled(tmp_path / "uk.toml")
    capsys.readouterr()
    return path


def checked(path, capsys, tag="uk"):
    """The exit code of the check, and the lines it prints but the last."""
    code = cli.main(["messages", tag, str(path), "--check"])
    return code, capsys.readouterr().out.splitlines()[:-1]


@pytest.mark.parametrize("tag", FORMS)
def test_the_file_holds_every_text_with_the_plural_forms_of_its_language(tag, tmp_path, capsys):
    assert cli.main(["messages", tag, str(tmp_path / "new" / "file.toml")]) == 0
    found = tomllib.loads((tmp_path / "new" / "file.toml").read_text("utf-8"))[tag]
    assert list(found) == list(catalogue())
    for key, texts in catalogue().items():
        forms = dict.fromkeys(FORMS[tag], "")
        assert found[key] == (forms if isinstance(texts["en"], dict) else ""), key
    assert f"0 of {len(catalogue())} texts are written" in capsys.readouterr().out


def test_beside_each_text_are_ours_and_what_its_placeholders_mean(uk):
    written = uk.read_text("utf-8")
    (entry,) = [part for part in written.split("\n\n") if '"time_slots.free".one' in part]
    assert "# en one: {count} time free\n# en other: {count} times free\n" in entry
    assert "# fi one: {count} vapaa aika\n" in entry
    assert "# sv other: {count} lediga tider\n" in entry
    assert "# {count}: how many times are free, or how many places are left\n" in entry
    assert "#   few: 2, 3, 4, 22, 23 …\n" in written


def test_every_placeholder_is_explained_and_no_other():
    groups = {key.rpartition(".")[0] for key in catalogue(EVERYTHING)}
    # A key may have dots of its own, as the number of a criterion has.
    for prefix in {g for g in groups if not any(g.startswith(f"{other}.") for other in groups)}:
        used = {
            name
            for key, texts in catalogue(EVERYTHING).items()
            if key.startswith(f"{prefix}.")
            for message in texts.values()
            for text in ([message] if isinstance(message, str) else message.values())
            for name in re.findall(r"\{(\w+)\}", text)
        }
        assert set(meanings(f"{prefix}.x", EVERYTHING)) == used, (
            f"{prefix}: [placeholders] in messages.toml"
        )


def test_every_text_is_found_on_its_own_line(uk):
    """A line of another text may hold the same words, as may a comment."""
    lines = uk.read_text("utf-8").splitlines()
    for key, texts in catalogue().items():
        forms = FORMS["uk"] if isinstance(texts["en"], dict) else ("",)
        for form in forms:
            line = lines[_line_of(lines, key, form) - 1]
            assert line.startswith(f'"{key}".{form} = ' if form else f'"{key}" = ')
    assert lines[_line_of(lines, "nothing") - 1] == lines[_line_of(lines, "uk") - 1] == "[uk]"
    assert _line_of(['"a.or" = "x"', '"or" = "y"'], "or") == 2
    assert _line_of(['"my.or" = "or = x"', "or.few = '1'", "or.one = '2'"], "or", "one") == 3


def test_the_default_file_is_named_by_its_language(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for tag in ("UK", "uk_UA", "ukr", "uk-Cyrl-UA.UTF-8"):
        assert cli.main(["messages", tag]) == 0
    assert [path.name for path in (tmp_path / "messages").iterdir()] == ["uk.toml"]
    assert "nothing to add" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("tag", "kept"),
    [
        ("UK", "uk"),
        ("ar_EG", "ar"),
        ("ar-XB", "ar"),
        ("pt_PT", "pt-PT"),
        ("pt-BR", "pt"),
        ("sr-Latn-RS", "sr-Latn"),
        ("zh-TW", "zh-Hant"),
    ],
)
def test_a_region_stays_where_it_changes_the_words(tag, kept):
    assert language(tag) == kept


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("ukk", "did you mean 'uk'"),
        ("not a tag", "no language tag"),
        ("", "no language tag"),
        ("*", "no language tag"),
        ("fi", "built in"),
        ("sv-SE", "built in"),
        ("EN", "built in"),
        ("uk-Latn", "no words in the script Latn; did you mean 'uk'?"),
    ],
)
def test_a_language_that_cannot_be_written_is_one_line(tag, told, tmp_path, capsys):
    path = tmp_path / "x.toml"
    assert cli.main(["messages", tag, str(path)]) == 1
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1
    assert not path.exists()


def test_a_filled_file_passes_and_its_words_are_shown(uk, capsys):
    assert checked(uk, capsys) == (0, [])
    env = Environment(autoescape=True)
    install(env, locale="uk", messages=tomllib.loads(uk.read_text("utf-8")))
    page = env.from_string('{% from "citydesign/page.html" import page %}{{ page("T") }}').render()
    assert '<html lang="uk"' in page
    assert ">Слово</a>" in page


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), "utf-8")
    return text[: text.index(old)].count("\n") + 1


FREE = '"time_slots.free"'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"shared.or" = "Слово"', "", "shared.or is missing; add it with: citydesign messages uk"),
        (
            '"shared.or" =',
            '"shared.orr" =',
            "shared.orr is wrong: no built-in text has this key; did you mean 'shared.or'?",
        ),
        ('"shared.or" = "Слово"', '"shared.or" = " "', "shared.or is empty"),
        ('"shared.or" = "Слово"', '"shared.or" = 3', "shared.or is wrong: 3 is neither a text"),
        (f'{FREE}.few = "Слово {{count}}"', "", "time_slots.free lacks the plural form 'few'"),
        (f"{FREE}.few =", f"{FREE}.fwe =", "time_slots.free (fwe) has no plural form 'fwe'"),
        (f'{FREE}.few = "Слово {{count}}"', f'{FREE}.few = ""', "time_slots.free (few) is empty"),
        (
            f'{FREE}.other = "Слово {{count}}"',
            f'{FREE}.other = "Слово"',
            "time_slots.free (other) has the placeholders none; the built-in text has {count}",
        ),
        (
            f'{FREE}.few = "Слово {{count}}"',
            f'{FREE}.few = "{{cuont}}"',
            "time_slots.free (few) has the placeholders {cuont}; the built-in text has {count}",
        ),
        (
            '"date_input.example" = "Слово {date}"',
            '"date_input.example" = "Слово {date.__class__}"',
            "date_input.example has the placeholders {date.__class__}",
        ),
        (
            '"date_input.example" = "Слово {date}"',
            '"date_input.example" = "Слово {date:>99999}"',
            "date_input.example has the placeholders {date}",
        ),
        (
            '"date_input.example" = "Слово {date}"',
            '"date_input.example" = "Слово {date"',
            "date_input.example is wrong: 'Слово {date': expected '}' before end of string",
        ),
        (
            '"shared.or" = "Слово"',
            '"shared.or" = "Слово {or}"',
            "shared.or has the placeholders {or}; the built-in text has none",
        ),
    ],
)
def test_each_fault_is_a_line_with_its_place(old, new, told, uk, capsys):
    line = edit(uk, old, new)
    code, found = checked(uk, capsys)
    assert code == 1
    places = {each.removeprefix(f"{uk}:").partition(":")[0] for each in found if told in each}
    assert places, found
    if new:
        assert places == {str(line)}
    else:
        (place,) = places
        assert 0 < int(place) <= line + 1


def test_a_plain_text_where_the_language_counts_lacks_its_forms(uk, capsys):
    text = uk.read_text("utf-8")
    uk.write_text(re.sub(r'"time_slots.free".few.*\n', "", text), "utf-8")
    plain = re.sub(r'("time_slots.free")\.\w+ = .*\n', "", text) + f'{FREE} = "{{count}}"\n'
    uk.write_text(plain, "utf-8")
    code, found = checked(uk, capsys)
    assert code == 1
    assert [each.split("lacks ")[1][:22] for each in found] == [
        "the plural form 'few';",
        "the plural form 'many'",
        "the plural form 'one';",
    ]


def test_a_form_of_one_number_may_write_it_in_words(tmp_path, capsys):
    path = filled(tmp_path / "ar.toml", "ar")
    for form in ("zero", "one", "two"):
        edit(path, f'{FREE}.{form} = "Слово {{count}}"', f'{FREE}.{form} = "كلمة"')
    edit(path, f'{FREE}.few = "Слово {{count}}"', f'{FREE}.few = "كلمة"')
    capsys.readouterr()
    code, found = checked(path, capsys, "ar")
    assert code == 1
    assert [each.split(": ", 1)[1] for each in found] == [
        "time_slots.free (few) has the placeholders none; the built-in text has {count}"
    ]


def test_a_text_as_in_english_and_one_of_the_hosts_own_are_warnings(uk, capsys):
    line = edit(uk, '"shared.or" = "Слово"', '"shared.or" = "or"\n"own.hello" = "{who}, вітаємо"')
    assert checked(uk, capsys) == (
        0,
        [
            f"{uk}:{line}: warning: shared.or is the same as in English: or",
            f"{uk}:{line + 1}: warning: own.hello is no built-in text; is it one of your own?",
        ],
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'[uk]\n"shared.or" = "\n', ":2: not TOML"),
        (b'[uk]\n"shared.or" = "a"\n"shared.or" = "b"\n', ":3: not TOML"),
        (b'\xef\xbb\xbf[uk]\n"shared.or" = "a"\n', ":1: save it as UTF-8 without"),
        (b'[uk]\n"shared.or" = "\xe4"\n', ":2: is not in UTF-8"),
        (b'"shared.or" = "a"\n', ":1: 'shared.or' is outside the table of a language"),
    ],
)
@pytest.mark.parametrize("option", [[], ["--check"]])
def test_a_file_that_cannot_be_read_is_one_line_and_stays(content, told, option, tmp_path, capsys):
    path = tmp_path / "uk.toml"
    path.write_bytes(content)
    assert cli.main(["messages", "uk", str(path), *option]) == 1
    error = capsys.readouterr().err
    assert f"{path}{told}" in error
    assert error.count("\n") == 1
    assert path.read_bytes() == content


def test_a_file_that_is_not_there_is_one_line(tmp_path, capsys):
    assert cli.main(["messages", "uk", str(tmp_path / "uk.toml"), "--check"]) == 1
    assert "uk.toml: no such file; write it with: citydesign" in capsys.readouterr().err


def test_another_language_in_the_file_is_named(uk, capsys):
    edit(uk, "[uk]\n", "[ukr]\n")
    code, found = checked(uk, capsys)
    assert (code, len(found)) == (1, 1)
    assert "has no table [uk]; did you mean 'ukr'?" in found[0]
    edit(uk, "[ukr]\n", '[ar]\n"shared.or" = "x"\n[uk]\n')
    assert checked(uk, capsys)[1][0].endswith("[ar] is another language; this file is for uk")


def test_running_again_adds_what_is_missing_and_keeps_what_is_written(uk, capsys):
    edit(uk, '"shared.or" = "Слово"', "# Прошу перевірити")
    edit(uk, '"shared.optional" = "Слово"', "'shared.optional' = 'за бажанням' # перевірено")
    edit(uk, f'{FREE}.few = "Слово {{count}}"\n', "")
    before = uk.read_text("utf-8")
    assert cli.main(["messages", "uk", str(uk)]) == 0
    assert "2 texts added" in capsys.readouterr().out
    after = uk.read_text("utf-8")
    kept = [line for line in after.splitlines() if line in before.splitlines()]
    assert [line for line in kept if line.strip()][: before.count("\n")]
    assert all(line in after for line in before.splitlines())
    found = tomllib.loads(after)["uk"]
    assert found["shared.or"] == found["time_slots.free"]["few"] == ""
    assert found["shared.optional"] == "за бажанням"
    assert cli.main(["messages", "uk", str(uk)]) == 0
    assert uk.read_text("utf-8") == after


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")
def test_whoever_could_read_the_file_still_can(tmp_path):
    path = tmp_path / "uk.toml"
    assert cli.main(["messages", "uk", str(path)]) == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    for rights in (0o664, 0o600):
        path.write_text("[uk]\n", "utf-8")
        path.chmod(rights)
        assert cli.main(["messages", "uk", str(path)]) == 0
        assert "shared.optional" in path.read_text("utf-8")
        assert stat.S_IMODE(path.stat().st_mode) == rights


def test_a_file_that_cannot_be_replaced_stays_as_it_was_and_alone(uk, monkeypatch):
    before = uk.read_text("utf-8").replace('"shared.or" = ', '"own.or" = ')
    uk.write_text(before, "utf-8")

    def full(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert cli.main(["messages", "uk", str(uk)]) == 1
    assert uk.read_text("utf-8") == before
    assert list(uk.parent.iterdir()) == [uk]


def test_forms_on_one_line_stay_and_the_check_names_what_they_lack(uk, capsys):
    text = re.sub(r'"time_slots.free"\.\w+ = .*\n', "", uk.read_text("utf-8"))
    text += f'{FREE} = {{ one = "{{count}}", other = "{{count}}" }}\n'
    uk.write_text(text, "utf-8")
    assert cli.main(["messages", "uk", str(uk)]) == 0
    assert uk.read_text("utf-8") == text
    capsys.readouterr()
    code, found = checked(uk, capsys)
    assert code == 1
    assert len(found) == 2


def test_nothing_is_written_where_it_would_land_in_another_table(uk, capsys):
    edit(uk, '"shared.or" = "Слово"', "")
    text = uk.read_text("utf-8") + '[ar]\n"shared.or" = "x"\n'
    uk.write_text(text, "utf-8")
    assert cli.main(["messages", "uk", str(uk)]) == 1
    assert "put the table [uk] last" in capsys.readouterr().err
    assert uk.read_text("utf-8") == text


def test_only_languages_that_someone_has_read_ship():
    for key, texts in catalogue().items():
        assert set(texts) == set(LOCALES), key


FIELD = '{% from "citydesign/text-input.html" import text_input %}{{ text_input("a", "b", optional=True) }}'


def test_a_language_that_lacks_texts_is_named_at_once_and_where_one_is_needed():
    env = Environment(autoescape=True)
    given = words("uk")
    given["shared.optional"], given["shared.or"] = "", "або"
    del given["time_slots.free"]
    with pytest.warns(IncompleteLanguageWarning) as told:
        install(env, locale="uk", messages={"uk": given})
    (warning,) = told
    assert "messages['uk'] lacks shared.optional, time_slots.free: a page" in str(warning.message)
    with pytest.raises(
        CityDesignError, match=r"no text 'shared.optional' in 'uk'; add .* messages uk"
    ):
        env.from_string(FIELD).render()


def test_in_production_a_missing_text_is_english_and_logged_once(caplog):
    env = Environment(autoescape=True)
    install(env, strict=False, locale="uk", messages={"uk": {"shared.or": "або"}})
    with caplog.at_level(logging.WARNING, "citydesign"):
        template = env.from_string(FIELD)
        assert "(optional)" in template.render()
        template.render()
    (line,) = caplog.messages
    assert "no text 'shared.optional' in 'uk'" in line


def test_a_text_of_the_hosts_own_is_never_english_on_a_finnish_page():
    given = {"en": {"own.hello": "Hello"}}
    language = Language(messages=given)
    assert language.text("own.hello") == "Hello"
    with use_locale("fi"), pytest.raises(CityDesignError, match=r"'own.hello' in 'fi'; give it"):
        language.text("own.hello")
    with pytest.warns(IncompleteLanguageWarning, match=r"\['fi'\] lacks own.hello: .* error$"):
        install(Environment(autoescape=True), messages={**given, "fi": {"shared.or": "tai"}})


def test_a_text_that_only_one_language_has_is_shown_rather_than_an_error_page():
    language = Language("en", {"fi": {"own.hello": "Hei"}}, strict=False)
    assert language.text("own.hello") == "Hei"


def test_a_variant_of_a_language_needs_only_what_differs(recwarn):
    for tag in ("sv-SE", "en-GB", "FI"):
        install(Environment(autoescape=True), locale=tag, messages={tag: {"shared.or": "x"}})
    whole = words("uk")
    install(Environment(autoescape=True), messages={"uk": whole, "uk-UA": {"shared.or": "x"}})
    assert not recwarn


def test_one_language_under_two_tags_is_refused():
    with pytest.raises(CityDesignError, match="'uk' and 'UK' are one language"):
        install(Environment(), messages={"uk": {}, "UK": {}})


def test_a_language_from_right_to_left_is_set_so():
    env = Environment(autoescape=True)
    install(env, locale="ar", messages={"ar": words("ar", "كلمة")})
    page = env.from_string('{% from "citydesign/page.html" import page %}{{ page("T") }}').render()
    assert '<html lang="ar" dir="rtl"' in page


PAGE = (ROOT / "docs" / "add-a-language.md").read_text("utf-8")


def _blocks(kind):
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def _commands(folder, monkeypatch):
    """Run the page's commands in a folder, and let a translator fill the first file."""
    monkeypatch.chdir(folder)
    begin, check, arabic = (block.split()[1:] for block in _blocks("bash"))
    assert cli.main(begin) == cli.main(arabic) == 0
    return check


def test_the_guide_shows_the_file_that_is_written(tmp_path, monkeypatch):
    _commands(tmp_path, monkeypatch)
    written = (tmp_path / "messages" / "uk.toml").read_text("utf-8")
    (shown,) = _blocks("toml")
    for entry in shown.split("\n\n"):
        assert entry.strip() in written


def test_the_guide_shows_what_the_check_prints(tmp_path, monkeypatch, capsys):
    check = _commands(tmp_path, monkeypatch)
    path = filled(tmp_path / "messages" / "uk.toml")
    edit(path, '"shared.opens_question" = "Слово"', '"shared.opens_question" = ""')
    edit(path, '"shared.or" = "Слово"', '"shared.or" = "or"')
    edit(path, f'{FREE}.few = "Слово {{count}}"', f'{FREE}.few = "Слово"')
    capsys.readouterr()
    assert cli.main(check) == 1
    (shown,) = _blocks("text")
    found = capsys.readouterr().out.splitlines(keepends=True)
    assert found[:-1] == shown.splitlines(keepends=True)


def test_the_guides_hosts_speak_the_language(tmp_path, monkeypatch):
    _commands(tmp_path, monkeypatch)
    filled(tmp_path / "messages" / "uk.toml")
    flask, django, pseudo = _blocks("python")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "card.html").write_text(
        '{% from "citydesign/all.html" import page, header %}'
        '{% call page("Card", header=header("City", languages=links)) %}{% endcall %}',
        "utf-8",
    )
    names = {"__name__": "card"}
    exec(flask.replace("Flask(__name__)", f"Flask('card', root_path={str(tmp_path)!r})"), names)
    app = names["app"]
    html = app.test_client().get("/uk/card").text
    assert '<html lang="uk"' in html
    assert 'lang="uk">Українська' in app.test_client().get("/fi/card").text
    assert "Слово" in html
    settings = {"BASE_DIR": tmp_path, "tomllib": tomllib}
    exec(django, settings)
    assert {tag for tag, _ in settings["LANGUAGES"]} == {*LOCALES, *settings["CITYDESIGN_MESSAGES"]}
    env = Environment(autoescape=True)
    install(env)
    start = '{% from "citydesign/page.html" import page %}{{ page("T") }}'
    shown = {"citydesign": citydesign, "template": env.from_string(start)}
    exec(pseudo, shown)
    assert '<html lang="ar-XB" dir="rtl"' in shown["html"]
    assert "[Skîp" in shown["html"]


def test_the_guides_word_for_optional_is_shown():
    (given,) = re.findall(r"`messages=(\{\"fi\".*?\}\})`", PAGE)
    env = Environment(autoescape=True)
    install(env, locale="fi", messages=ast.literal_eval(given))
    assert "(ei pakollinen)" in env.from_string(FIELD).render()


def test_the_words_of_a_pack_are_translated_like_ours(tmp_path, capsys):
    file = tmp_path / "uk.toml"
    pack = ("--pack", str(RANTAKYLA))
    assert cli.main(["messages", "uk", str(file), *pack]) == 0
    text = file.read_text("utf-8")
    assert '"rantakyla.departures.late".few = ""' in text
    assert "# {count}: how many minutes it is late" in text
    assert cli.main(["messages", "uk", str(file), *pack, "--check"]) == 1
    assert "rantakyla.departures.none is empty" in capsys.readouterr().out
    assert cli.main(["messages", "uk", str(tmp_path / "ours.toml")]) == 0
    assert "rantakyla" not in (tmp_path / "ours.toml").read_text("utf-8")
