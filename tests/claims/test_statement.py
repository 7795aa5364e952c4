"""The accessibility statement: a draft in three languages that claims no more than is known."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest
from jinja2 import Environment
from tests.audit.results import fault, put, whole

import citydesign
from citydesign import assets, cli
from citydesign.audit.oracles import ORACLES
from citydesign.audit.pages.subject import Subject
from citydesign.audit.verdict.criteria import criteria
from citydesign.audit.verdict.known import Known
from citydesign.audit.verdict.report import PageResult
from citydesign.claims import statement as statements
from citydesign.claims.answers import read
from citydesign.errors import CityDesignError, IncompleteLanguageWarning
from citydesign.host import using
from citydesign.locale import catalogue

LANGUAGES = ("fi", "sv", "en")
ANSWERS = """
service = { fi = "Hae varhaiskasvatukseen", sv = "Ansök om småbarnspedagogik", en = "Apply for day care" }
owner = { fi = "Mallilan kaupunki", sv = "Mallby stad", en = "City of Mallila" }
url = "https://service.city.example/"
made = 2026-09-01
updated = 2026-11-27
method = "self"
unit = { fi = "digipalvelut", sv = "de digitala tjänsterna", en = "digital services" }
email = "digi@city.example"
feedback_url = "https://city.example/feedback"
alternative = { fi = "Soita meille.", sv = "Ring oss.", en = "Call us." }
"""
JUDGED = "judged_by_person = 2026-11-20\n"
HOSTILE = "<script>alert(1)</script> \"' & {{ 7*7 }} [x](javascript:y) **z** | # `q`"


@pytest.fixture
def answers(tmp_path):
    def answers(more="", old="", new=""):
        file = tmp_path / "answers.toml"
        assert old in ANSWERS
        file.write_text(ANSWERS.replace(old, new) + more, "utf-8")
        return read(file)

    return answers


def forms(found):
    return statements.page(found), statements.html(found), statements.markdown(found)


def test_in_full_needs_a_clean_result_and_a_person(answers):
    assert statements.statement(whole(), answers(JUDGED), "fi").status == "full"
    assert statements.statement(whole(), answers(), "fi").status == "partial"
    broken = put(whole(), fault("button/default"))
    assert statements.statement(broken, answers(JUDGED), "fi").status == "partial"


def test_a_page_that_was_not_checked_is_no_proof(answers):
    broken = put(whole(), fault("button/default", "check", "keyboard", "html", "not checked"))
    found = statements.statement(broken, answers(JUDGED), "fi")
    assert found.status == "partial"
    assert "1 sivu jäi tarkastamatta" in " ".join(found.draft)
    nothing = whole()
    nothing.pages = [PageResult("empty")]
    assert statements.statement(nothing, answers(JUDGED), "fi").status == "partial"


def test_most_requirements_failing_is_no_conformance(answers):
    numbers = [c.number for c in criteria() if c.check == "automated"]
    broken = put(whole(), *(fault("button/default", n, "axe", f"p{n}") for n in numbers))
    assert statements.statement(broken, answers(JUDGED), "fi").status == "none"


def test_what_the_law_does_not_ask_for_does_not_lower_the_status(answers):
    broken = put(
        whole(),
        fault("button/default", "2.5.8", "targets"),
        fault("button/default", "house", "policy"),
        fault("button/default", "2.5.5", "targets", "b"),
    )
    found = statements.statement(broken, answers(JUDGED), "fi")
    assert found.status == "full"
    text = statements.markdown(found)
    assert "(WCAG 2.5.8, ei vielä lain vaatimus)" in text
    assert "2.5.5" not in text


@pytest.mark.parametrize(
    ("lang", "status", "sentence", "day", "authority"),
    [
        (
            "fi",
            "osittain",
            "tekstin ja taustan välinen kontrasti",
            "1. maaliskuuta 2027",
            "Traficom valvoo",
        ),
        ("sv", "uppfyller delvis", "kontrasten mellan text", "1 mars 2027", "Traficom övervakar"),
        ("en", "in part", "the contrast between text", "1 March 2027", "Traficom supervises"),
    ],
)
def test_shortcomings_are_told_in_each_language_with_their_day(
    answers, lang, status, sentence, day, authority
):
    place = ("button/default", "contrast", "1.4.3", "p")
    known = Known(*place, "New grey.", "designer", dt.date(2027, 3, 1))
    broken = put(whole(), fault("button/default"))
    found = statements.statement(broken, answers(JUDGED), lang, [known])
    for text in forms(found):
        for piece in (status, sentence, "WCAG 1.4.3", day, authority, "029 534 5000"):
            assert piece in text, piece
        assert "14" in text
        assert "digi@city.example" in text
    assert f'lang="{lang}"' in statements.page(found)


def test_shortcomings_come_in_the_order_of_wcag(answers):
    faults = [fault("button/default", number, "axe") for number in ("4.1.2", "1.4.10", "1.4.3")]
    text = statements.html(statements.statement(put(whole(), *faults), answers(), "fi"))
    assert re.findall(r"WCAG (\d\.\d\.\d+)\)", text) == ["1.4.3", "1.4.10", "4.1.2"]


def test_no_day_is_made_up(answers):
    found = statements.statement(put(whole(), fault("button/default")), answers(), "fi")
    assert "[Kirjoita tähän, mihin mennessä puute korjataan.]" in statements.html(found)


def test_an_accepted_fault_that_the_audit_left_out_is_told_too(answers):
    place = ("button/default", "contrast", "1.4.3", "p")
    known = Known(*place, "New grey.", "designer", dt.date(2027, 3, 1))
    found = statements.statement(whole(), answers(JUDGED), "fi", [known])
    assert found.status == "partial"
    text = statements.html(found)
    assert "(WCAG 1.4.3). Missä: button/default. Korjaamme tämän viimeistään" in text


def test_one_shortcoming_on_many_pages_is_said_once(answers):
    pages = [p.page for p in whole().pages][:8]
    found = statements.statement(put(whole(), *map(fault, pages)), answers(), "en")
    text = statements.html(found)
    assert text.count("the contrast between text") == 1
    assert "and 3 more" in text


def test_what_a_person_found_counts_and_is_told(answers):
    told = """[[shortcoming]]
criterion = "3.3.3"
text = "Kaikki virheet eivät neuvo"
mended_by = 2027-03-31
"""
    found = statements.statement(whole(), answers(JUDGED + told), "fi")
    assert found.status == "partial"
    assert (
        "Kaikki virheet eivät neuvo (WCAG 3.3.3). Korjaamme tämän viimeistään 31. maaliskuuta 2027."
        in statements.html(found)
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_shortcoming_that_a_check_can_find_has_its_sentence(lang):
    words = {key: texts for key, texts in catalogue().items() if key.startswith("claims.")}
    assert {f"claims.{c.number}" for c in criteria() if c.oracles} <= set(words)
    for texts in words.values():
        assert set(re.findall(r"{\w+}", str(texts[lang]))) == set(
            re.findall(r"{\w+}", str(texts["en"]))
        )


def test_a_statement_speaks_the_words_of_the_application_at_work(answers):
    given = answers()
    for name in ("service", "owner", "unit", "alternative"):
        given = replace(given, **{name: "Malli"})
    own = {
        "claims.title": "Ligipääsetavuse avaldus",
        "claims.2.4.7": "Fookust pole kohati näha.",
        "claims.give": "Anna tagasisidet [vormil]({form}) või [{email}](mailto:{email}).",
        "claims.more": {"one": "ja veel {count}", "other": "ja veel {count}"},
    }
    broken = put(whole(), fault("button/default", "2.4.7"))
    lenient, strict = Environment(autoescape=True), Environment(autoescape=True)
    citydesign.install(lenient, messages={"et": own}, strict=False)
    with using(lenient):
        page, html, markdown = forms(statements.statement(broken, given, "et"))
    for text in (page, html, markdown):
        assert "Ligipääsetavuse avaldus" in text
        assert "Fookust pole kohati näha (WCAG 2.4.7)" in text
        assert "Anna tagasisidet" in text
        # What has no word of the host is English, as in every component.
        assert "What is not accessible yet" in text
    assert re.search(r'<html\b[^>]* lang="et"', page)
    with pytest.warns(IncompleteLanguageWarning, match="'et'"):
        citydesign.install(strict, messages={"et": own})
    with using(strict), pytest.raises(CityDesignError, match=r"claims\."):
        statements.statement(broken, given, "et")
    with pytest.raises(CityDesignError, match="no words in 'et'"):
        statements.statement(whole(), given, "et")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_words_stay_words(answers, lang):
    hostile = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
    given = answers(
        f'[[out_of_scope]]\ntext = "{hostile}"\nreason = "law"\n',
        old='{ fi = "Mallilan kaupunki", sv = "Mallby stad", en = "City of Mallila" }',
        new=f'"{hostile}"',
    )
    broken = put(whole(), fault("button/default"))
    broken.versions = {"citydesign": HOSTILE}
    found = statements.statement(broken, given, lang)
    page, html, markdown = forms(found)
    assert found.owner == HOSTILE
    for text in (page, html, markdown):
        assert "<script>alert" not in text
        assert "49" not in re.sub(r"[^\s]*\d{3,}[^\s]*|\d\d\.\d", "", text.replace("7*7", ""))
    assert "[x](" not in markdown
    assert "<script" not in page  # nothing of the statement needs one


@pytest.mark.parametrize(
    ("more", "old", "new", "message"),
    [
        ("", 'email = "digi@city.example"\n', "", "answers.toml: missing: email"),
        ("", 'method = "self"', 'method = "expert"', "missing: evaluator"),
        ("", 'method = "self"', 'method = "slef"', "did you mean 'self'"),
        ("", "updated = 2026-11-27", 'updated = "27.11.2026"', "updated is a day, without quotes"),
        ("", "https://service.city.example/", "javascript:alert(1)", "url is an address"),
        ("", "digi@city.example", "digi@city.example?bcc=x", "email is an address"),
        ('servise = "x"\n', "", "", "unknown answer 'servise'; did you mean 'service'"),
        ('[[out_of_scope]]\ntext = "x"\nreason = "lazy"\n', "", "", "reason = 'lazy'"),
        ('[[out_of_scope]]\ntext = "x"\n', "", "", "out_of_scope 1: missing or unknown: reason"),
        (
            '[[shortcoming]]\ncriterion = "9.9.9"\ntext = "x"\nmended_by = 2027-01-01\n',
            "", "", "'9.9.9' is no criterion",
        ),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_named_in_one_line(answers, more, old, new, message):
    with pytest.raises(CityDesignError, match=re.escape(message)) as caught:
        answers(more, old, new)
    assert "\n" not in str(caught.value)


def test_all_missing_answers_are_named_at_once(tmp_path):
    file = tmp_path / "answers.toml"
    file.write_text('service = "x"\n', "utf-8")
    with pytest.raises(CityDesignError, match="owner, url, made, updated, method, unit, email"):
        read(file)


def test_a_language_that_is_not_said_is_named(answers):
    given = answers(old='sv = "Ring oss.", ', new="")
    with pytest.raises(CityDesignError, match=r"'Soita meille., Call us.' is not said in 'sv'"):
        statements.statement(whole(), given, "sv")


@pytest.mark.parametrize("lang", ["fi", "sv"])
def test_the_answers_of_the_guide_are_enough(tmp_path, lang):
    guide = Path(__file__).parents[2] / "docs" / "accessibility" / "statement.md"
    (toml,) = re.findall(r"```toml\n(.*?)```", guide.read_text("utf-8"), re.DOTALL)
    file = tmp_path / "answers.toml"
    file.write_text(toml, "utf-8")
    found = statements.statement(whole(), read(file), lang)
    assert found.status == "partial"  # The guide's person found something.
    assert "WCAG 3.3.3" in statements.html(found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_joints_of_its_title_are_in_the_heading_only(answers, lang):
    page, html, markdown = forms(statements.statement(whole(), answers(), lang))
    (heading,) = re.findall("<h1>(.*?)</h1>", html)
    (title,) = re.findall("<title>(.*?)</title>", page)
    assert ("\u00ad" in heading) == (lang != "en")
    assert title.startswith(heading.replace("\u00ad", ""))
    assert "\u00ad" not in title + markdown


def test_the_command_drafts_it(tmp_path, capsys):
    result, file = tmp_path / "result.json", tmp_path / "answers.toml"
    result.write_text(whole().json(), "utf-8")
    file.write_text(ANSWERS, "utf-8")
    command = ["statement", str(result), "--answers", str(file), "--lang", "sv"]
    assert cli.main(command) == 0
    assert capsys.readouterr().out.startswith("<!doctype html>")
    assert cli.main([*command, "--format", "markdown"]) == 0
    assert capsys.readouterr().out.startswith("# Tillgänglighetsutlåtande")
    file.write_text(ANSWERS.replace("owner", "ovner"), "utf-8")
    assert cli.main(command) == 1
    assert capsys.readouterr().err == f"citydesign: {file}: missing: owner\n"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_statement_passes_our_own_checks(audit, answers, lang):
    scope = '[[out_of_scope]]\ntext = "PDF"\nreason = "burden"\n'
    broken = put(whole(), fault("button/default"))
    text = statements.page(statements.statement(broken, answers(scope), lang))
    subject = Subject(
        "statement", lang, html=lambda _: text, locales=(lang,), assets=assets.assets_path()
    )
    # Written in one language: there is no version from right to left to judge.
    oracles = [oracle for oracle in ORACLES if oracle.id != "direction"]
    found = audit.inspect(subject, oracles)
    assert [str(finding) for finding in found.findings] == []
    assert found.checks > len(oracles)
