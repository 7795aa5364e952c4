"""`citydesign audit`: what is written wrongly is one line and exit code 2; reports say what was found."""

import datetime as dt
import json
import re
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from citydesign import cli
from citydesign.audit import FORMATS, audit
from citydesign.audit.oracles import ORACLES
from citydesign.audit.pages.changes import ChangesError, touched
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subjects import subjects
from citydesign.audit.pages.targets import Target, TargetError, examples, pages
from citydesign.audit.run.circumstances import narrowed
from citydesign.audit.run.looker import Options
from citydesign.audit.run.matrix import settings
from citydesign.audit.stage.axe_core import AxeError, newest
from citydesign.audit.verdict.criteria import IMPACTS
from citydesign.audit.verdict.finding import CRITERIA, Finding
from citydesign.audit.verdict.formats.html import html
from citydesign.audit.verdict.known import accept
from citydesign.audit.verdict.levels import counts, over
from citydesign.audit.verdict.output import NAMES, Output, OutputError
from citydesign.audit.verdict.report import PageResult, Report, merge, parse

PNG = bytes.fromhex("89504e470d0a1a0a")


def fault(criterion="1.4.3", selector="#name", source="", page="fees", oracle="contrast"):
    return Finding(
        oracle, criterion, "text | <b>pale</b>\x0b", "mend", selector, "<p>", "site",
        page, Setting(), source,
    )  # fmt: skip


def report(*faults, **options):
    page = PageResult("site/fees", "build/site/fees.html", {"contrast": [Setting()]})
    page.faults = dict.fromkeys(faults, 2)
    return Report([page], versions={"citydesign": "0.1.0"}, seconds=2.0, **options)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("--shard 9/5", "there is no part 9 of 5"),
        ("--shard 0/5", "write a part as 2/5"),
        ("--level AAAA", "invalid choice: 'AAAA'"),
        ("--budget best", "write a budget as best=10"),
        ("--budget nice=1", "unknown level or impact 'nice'"),
        ("--budget minor=-1", "write a budget as best=10"),
        ("--report pdf=a", "unknown report 'pdf'"),
        ("--report html", "html needs a folder"),
        ("--width 199", "200 CSS pixels or more"),
        ("--width 2.5e3", "200 CSS pixels or more"),
        ("--workers 0", "a number of processes"),
        ("--expires soon", "write a day as 2027-06-30"),
    ],
)
def test_an_option_that_is_written_wrongly_is_one_line(line, words, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(["audit", *line.split()])
    error = capsys.readouterr().err
    assert stop.value.code == 2
    assert words in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("nowhere", "neither a URL nor a file or folder that is there"),
        ("empty", "no .html file in this folder"),
        ("letter.txt", "neither an .html file nor a sitemap"),
        ("--components buton", "did you mean 'button'?"),
        ("--components button -- empty", "not both"),
        ("page.html --shard 3/3", "part 3 of 3 is empty: there are only 1 pages"),
        ("page.html --baseline none.toml", "none.toml: no such file"),
        ("page.html --baseline empty", "empty: Is a directory"),
        ("page.html --baseline bytes.toml", "bytes.toml:1: is not in UTF-8; save it as UTF-8"),
        ("page.html --baseline odd.toml", "write each known issue as a table"),
        ("page.html --accept", "--accept needs --baseline, --reason, --owner, --expires"),
        ("page.html --storage-state none.json", "no login can be read from it"),
        ("page.html --storage-state odd.json", "no login; save one with"),
        ("page.html --axe letter.txt", "letter.txt: no axe-core"),
        ("page.html --report junit=empty", "empty: a folder; junit is a file"),
        ("page.html --report html=letter.txt", "letter.txt: a file; html is a folder"),
        ("page.html --report html=.", "holds something else; name an empty folder"),
        ("page.html --report json=letter.txt/a.json", "letter.txt"),
        ("page.html --changed", "git"),
        ("http://127.0.0.1:9/ --changed", "--changed works for files only"),
        ("http://127.0.0.1:9/sitemap.xml", "Connection refused"),
        ("--from none.json", "none.json: No such file"),
        ("--from letter.txt", "letter.txt: no result of an audit"),
        ("--from none.json page.html", "name no target"),
        ("--from none.json --components", "name no target"),
        ("--from none.json --pack rantakyla", "name no target"),
        (
            "--from none.json --scheme dark --axe a --storage-state b",
            "give --scheme, --storage-state",
        ),
        ("--from none.json --baseline odd.toml", "give --baseline to the runs themselves"),
        ("--from none.json --budget best=1 --level A", "give --level, --budget to the runs"),
        ("--from none.json --width 400 --changed", "give --width, --changed to the runs"),
    ],
)
def test_what_cannot_be_done_is_one_line(line, words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "letter.txt").write_text("Dear city", "utf-8")
    (tmp_path / "page.html").write_text("<!doctype html>", "utf-8")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "odd.toml").write_text("issue = 3", "utf-8")
    (tmp_path / "odd.json").write_text("[]", "utf-8")
    assert cli.main(["audit", *line.split()]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.startswith("citydesign audit: ")
    assert error.count("\n") == 1


def test_results_of_shards_are_put_together(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for number, found in enumerate(([], [fault()])):
        (tmp_path / f"{number}.json").write_text(report(*found).json(), "utf-8")
    line = ["audit", "--from", "0.json", "--from", "1.json", "--report", "html=out"]
    assert cli.main(line) == 1
    assert "1 fault (1 serious) on 1 of 2 pages" in capsys.readouterr().out
    assert (tmp_path / "out" / "index.html").exists()
    assert cli.main(line) == 1, "a report of ours is replaced"
    accept = "--baseline known.toml --accept --reason old --owner web --expires 2999-01-01"
    assert cli.main([*line, *accept.split()]) == 0
    assert "1 fault accepted until 2999-01-01" in capsys.readouterr().out


def test_a_budget_allows_so_many_faults_of_a_level_and_no_more():
    two = [fault("best", "#a"), fault("best", "#b")]
    assert report(*two).exit_code == 1
    assert report(*two, budgets={"best": 2}).exit_code == 0
    assert report(*two, budgets={"best": 1}).exit_code == 1
    assert report(*two, fault(), budgets={"best": 2}).exit_code == 1
    assert report(fault("check"), budgets={"best": 2}).exit_code == 2
    assert not counts(fault("best"), "AA", {})
    assert counts(fault("best"), "AA", {"best": 0})
    assert counts(fault("check"), "A", {})
    assert not counts(fault("2.4.13"), "AA", {})


def test_a_budget_of_an_impact_comes_before_that_of_a_level():
    two = [fault("1.4.3", "#a"), fault("1.3.5", "#b")]
    assert [f.impact for f in two] == ["serious", "moderate"]
    assert report(*two, budgets={"moderate": 1}).over == {"AA": 1}
    assert report(*two, budgets={"moderate": 1, "serious": 1}).exit_code == 0
    assert report(*two, budgets={"moderate": 0, "AA": 5}).over == {"moderate": 1}
    assert not counts(fault("best"), "AA", {"moderate": 1}), "an impact brings no level in"
    assert report(*two).verdict.startswith("2 faults (1 serious, 1 moderate) on 1 of 1 pages")
    assert report(*two, budgets={"moderate": 1}).verdict.endswith("over budget: AA by 1")


def test_every_criterion_has_an_impact_and_axe_grades_its_own_faults():
    assert {impact for _, _, impact in CRITERIA.values()} <= set(IMPACTS)
    assert fault("9.9.9").impact == "serious", "of a criterion that we don't know yet"
    assert replace(fault("1.4.3"), impact="minor").impact == "minor"


def test_a_comment_begins_with_the_worst():
    mild, bad = fault("house", "#mild"), fault("4.1.2", "#bad")
    text = FORMATS["markdown"](report(mild, bad))
    assert text.index("#bad") < text.index("#mild")
    assert "| critical |" in text


def test_a_run_that_checked_nothing_is_not_clean():
    assert Report([]).exit_code == 2
    assert Report([PageResult("a/b")]).exit_code == 2
    assert "nothing was checked" in Report([]).verdict


def test_a_result_keeps_pictures_sources_and_budgets():
    before = report(fault(source="templates/a.html:3"), level="AA", budgets={"best": 3})
    before.pages[0].pictures = {fault(source="templates/a.html:3"): PNG}
    after = parse(before.json())
    before.when = before.when.replace(microsecond=0)
    assert after == before


def test_sarif_points_to_the_line_that_made_the_element():
    made = report(fault(source="templates/a b.html:12"), fault(selector="#other"))
    first, second = json.loads(FORMATS["sarif"](made))["runs"][0]["results"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "templates/a%20b.html"
    assert place["region"]["startLine"] == 12
    place = second["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "build/site/fees.html"


def test_text_from_a_page_breaks_no_report(tmp_path):
    made = report(fault(), fault("check", oracle="page"))
    made.complaints = ["known issue is fixed\x00"]
    suites = ElementTree.fromstring(FORMATS["junit"](made))
    assert [suite.get("name") for suite in suites] == ["site/fees", "known issues"]
    assert suites[0].get("failures") == "2"
    assert r"text \| \<b\>pale\</b\>" in FORMATS["markdown"](made)
    html(made, tmp_path / "out")
    assert "text | &lt;b&gt;pale&lt;/b&gt;" in (tmp_path / "out" / "index.html").read_text("utf-8")


def test_a_comment_stays_within_what_a_code_host_takes():
    text = FORMATS["markdown"](report(*(fault(selector=f"#{n}" * 20) for n in range(900))))
    assert len(text) < 65_536
    assert "more: see the other reports" in text


def test_every_report_has_a_name_on_the_command_line():
    assert {*FORMATS, "html"} == set(NAMES)


def test_a_folder_that_cannot_be_written_is_noticed_before_the_run(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(OutputError, match="file"):
        Output("junit", tmp_path / "file" / "a.xml").check()


def test_the_usual_circumstances_are_those_of_the_matrix():
    for subject in subjects(["text-input"]):
        for oracle in ORACLES:
            assert set(narrowed()(oracle, subject)) == set(settings(oracle, subject))


def test_other_widths_and_one_scheme_narrow_each_oracle():
    subject = next(subjects(["text-input/default"]))
    seen = [s for o in ORACLES for s in narrowed((320, 768, 1440), ("dark",))(o, subject)]
    assert {s.width for s in seen} == {320, 768, 1440}
    assert {s.scheme for s in seen} == {"dark"}
    assert all(list(narrowed((900,), ("dark",))(oracle, subject)) for oracle in ORACLES)


def test_two_files_of_one_name_are_not_taken_for_one_page(tmp_path):
    for folder in ("a/dist", "b/dist"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "x.html").write_text("<!doctype html>", "utf-8")
    with pytest.raises(TargetError, match=r"both called dist/x\.html"):
        pages([str(tmp_path / "a/dist"), str(tmp_path / "b/dist")])


def _axe(folder, version):
    path = folder / "node_modules" / "axe-core" / "axe.min.js"
    path.parent.mkdir(parents=True)
    path.write_text(f"/*! axe v{version}\n */", "utf-8")
    return path


def test_the_newest_axe_that_is_installed_is_taken(tmp_path, monkeypatch):
    monkeypatch.delenv("CITYDESIGN_AXE", raising=False)
    (tmp_path / "old" / "deep").mkdir(parents=True)
    newer, older = _axe(tmp_path, "99.0.0"), _axe(tmp_path / "old", "3.0.0")
    monkeypatch.chdir(tmp_path / "old" / "deep")
    assert newest() == newer
    assert newest(str(older)) == older
    assert newest(str(older.parent)) == older
    newer.unlink()
    assert "axe_playwright_python" in str(newest())
    with pytest.raises(AxeError, match=r"no axe-core; name its axe\.min\.js"):
        newest("nowhere")


def _git(folder, *arguments):
    name = ["-c", "user.name=City", "-c", "user.email=city@city.example"]
    subprocess.run(["git", *name, *arguments], cwd=folder, check=True, capture_output=True)


def test_only_what_a_change_touches_is_looked_at(tmp_path):
    for name in ("a.html", "b.html", "style.css"):
        (tmp_path / name).write_text("<!doctype html>", "utf-8")
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-qm", "Begin")
    found = pages([str(tmp_path)])
    assert touched(found, "HEAD") == []
    (tmp_path / "a.html").write_text("<!doctype html><p>", "utf-8")
    assert [page.name for page in touched(found, "HEAD")] == ["a.html"]
    (tmp_path / "new.css").write_text("", "utf-8")
    assert len(touched(found, "HEAD")) == 2
    with pytest.raises(ChangesError, match="merge-base"):
        touched(found, "no-such-branch")


def test_a_change_outside_a_folder_touches_none_of_its_pages(tmp_path):
    (tmp_path / "site").mkdir()
    for name in ("site/a.html", "site/style.css", "README", "other.css"):
        (tmp_path / name).write_text("<!doctype html>", "utf-8")
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-qm", "Begin")
    (tmp_path / "README").write_text("How to", "utf-8")
    (tmp_path / "other.css").write_text("p {}", "utf-8")
    found = pages([str(tmp_path / "site")])
    assert touched(found, "HEAD") == []
    (tmp_path / "site/style.css").write_text("p {}", "utf-8")
    assert len(touched(found, "HEAD")) == 1


@cache
def every_page():
    """What is looked at; to tell the pages apart, each example is drawn once."""
    return examples()


@pytest.mark.parametrize(
    ("changed", "seen", "unseen"),
    [
        ("components/forms/button/button.html", "button/default", "breadcrumbs/default"),
        ("components/forms/button/button.scss", "button/default", "breadcrumbs/default"),
        ("components/page/skip-link/skip-link.html", "page/default", "button/default"),
        ("components/forms/button/examples/default.html", "button/default", "button/danger"),
        ("components/services/service-tray/service-tray.html", "the last of themes", "themes/1"),
        ("tokens/themes/turku.tokens.json", "themes/1", "together/1"),
        ("components/shared/parts.html", "breadcrumbs/default", ""),
        ("tokens/color.tokens.json", "breadcrumbs/default", ""),
        ("src/citydesign/locale.py", "breadcrumbs/default", ""),
        ("components/forms/button/button.md", "", "button/default"),
        ("docs/index.md", "", "button/default"),
    ],
)
def test_a_change_to_a_component_touches_its_examples(changed, seen, unseen, monkeypatch):
    root = Path(__file__).parents[2]
    path = {root / changed}
    monkeypatch.setattr("citydesign.audit.pages.changes.changed_files", lambda *_: path)
    every = [page.page for page in every_page() if page.group == "themes"]
    seen = seen.replace("the last of themes", every[-1])
    names = {page.page for page in touched(every_page(), "HEAD")}
    assert not seen or seen in names
    assert not unseen or unseen not in names


def test_a_page_of_many_is_left_with_what_a_change_touches(monkeypatch):
    path = {Path(__file__).parents[2] / "components/forms/button/examples/default.html"}
    monkeypatch.setattr("citydesign.audit.pages.changes.changed_files", lambda *_: path)
    pages = [page for page in touched(examples(), "HEAD") if page.group == "together"]
    assert [page.among for page in pages] == [("button/default",)]
    assert [part.example for part in pages[0].subject().parts] == ["default"]


def test_nothing_changed_is_clean(monkeypatch, capsys):
    monkeypatch.setattr("citydesign.audit.pages.changes.changed_files", lambda *_: set())
    assert cli.main(["audit", "--components", "--changed"]) == 0
    assert "nothing that is looked at changed since HEAD" in capsys.readouterr().out


ASKED = {
    "": {},
    "--level AAA": {"level": "AAA"},
    "--budget best=10 --budget minor=5": {"budgets": {"best": 10, "minor": 5}},
    "--width 400 --width 768": {"widths": (400, 768)},
    "--width 200": {"widths": (200,)},
    "--scheme dark": {"schemes": ("dark",)},
    "--storage-state login.json": {"storage_state": "login.json"},
    "--axe axe.js": {"axe": "axe.js"},
    "--report html=web": {"pictures": True},
    "--report json=a.json": {"pictures": True},
    "--report junit=a.xml --report sarif=a.sarif": {},
    "--shard 2/5": {"shard": (2, 5)},
    "--shard 5/5": {"shard": (5, 5)},
    "--workers 3": {"workers": 3},
    "--baseline known.toml": {"known": Path("known.toml")},
    "--baseline new.toml --accept --reason a --owner b --expires 2999-01-01": {"known": None},
    "--baseline known.toml --accept --reason a --owner b --expires 2999-01-01": {
        "known": Path("known.toml")
    },
}


@pytest.mark.parametrize("asked", ASKED)
def test_what_the_command_is_asked_for_is_what_is_done(asked, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    Path("page.html").write_text("<!doctype html><title>Fees</title>")
    Path("known.toml").write_text("")
    done = []

    def audit(pages, options, **more):
        done.append((pages, options, more))
        return report()

    monkeypatch.setattr("citydesign.audit.faces.site.audit", audit)
    assert cli.main(["audit", "page.html", *asked.split()]) == 0
    ((pages, options, more),) = done
    more.pop("progress")
    usual = {"known": None, "shard": (1, 1), "workers": 1}
    wanted = ASKED[asked]
    assert more == {name: wanted.get(name, value) for name, value in usual.items()}
    assert options == Options(**{k: v for k, v in wanted.items() if k not in usual})
    assert [page.name for page in pages] == ["page.html"]


def test_the_examples_here_are_asked_for_all_that_we_promise(monkeypatch, capsys):
    done = []

    def audit(pages, options, **more):
        done.append((pages, options))
        return report()

    monkeypatch.setattr("citydesign.audit.faces.site.audit", audit)
    for asked in (["--components", "button"], ["--components", "button", "--level", "A"]):
        assert cli.main(["audit", *asked]) == 0
    assert [options.level for _, options in done] == ["house", "A"]
    for looked, _ in done:
        looked_at = {name for page in looked for name in page.among or [page.example]}
        assert {name.partition("/")[0] for name in looked_at} == {"button"}


@pytest.mark.parametrize("impact", IMPACTS)
def test_no_budget_is_of_what_could_not_be_checked(impact):
    lost = Finding("page", "check", "not checked", "mend", "html", "", "site", "fees", Setting())
    assert over([lost], {impact: 9}) == {"check": 1}
    assert over([replace(fault(), impact=impact)], {impact: 1}) == {}


@pytest.mark.parametrize(
    ("widths", "schemes", "less"),
    [
        ((320, 1280), ("light", "dark"), False),
        ((1280, 320), ("dark", "light"), False),
        ((320, 768, 1280), ("light", "dark"), False),
        ((320,), ("light", "dark"), True),
        ((768,), ("light", "dark"), True),
        ((320, 768), ("light", "dark"), True),
        ((320, 1280), ("dark",), True),
    ],
)
def test_a_run_is_narrowed_where_it_leaves_something_out(widths, schemes, less):
    assert Options(widths=widths, schemes=schemes).narrowed is less


def test_the_help_says_what_each_exit_code_means(capsys):
    with pytest.raises(SystemExit):
        cli.main(["audit", "--help"])
    said = capsys.readouterr().out
    for words in ("exit codes:", "0    every page was checked", "2    something was not checked"):
        assert words in said


def test_a_report_without_faults_says_what_was_checked():
    text = FORMATS["text"](report(when=dt.datetime(2027, 1, 1, tzinfo=dt.UTC)))
    assert text.startswith("0 faults on 0 of 1 pages\n1 checks of 1 pages")


def _open_question():
    made = report()
    one = replace(fault(), saw="contrast behind a film", person=True)
    made.pages[0].undecided = {one: 3}
    return made


def test_what_needs_a_person_is_told_apart_and_never_as_a_fault(tmp_path):
    made = _open_question()
    assert made.exit_code == 0
    assert made.verdict == "0 faults on 0 of 1 pages; 1 place needs a person"
    assert "needs a person: site/fees" in FORMATS["text"](made)
    assert "Needs a person:" in FORMATS["markdown"](made)
    suite = ElementTree.fromstring(FORMATS["junit"](made))[0]
    assert suite.get("failures") == "0"
    assert "needs a person" in suite.find("testcase/system-out").text
    (result,) = json.loads(FORMATS["sarif"](made))["runs"][0]["results"]
    assert (result["kind"], result["level"]) == ("review", "none")
    again = parse(made.json())
    assert not again.faults
    assert again.undecided == made.undecided
    html(made, tmp_path / "out")
    text = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert "What needs a person" in text
    assert "contrast behind a film" in text


HOSTILE = "\x1b]0;PWNED\x07\x1b[2K\n::stop-commands::x\n<img src=x onerror=alert(1)>|`\u202e"


def test_no_text_of_a_page_is_obeyed_by_a_terminal_or_a_build(tmp_path):
    one = replace(
        fault(), saw=HOSTILE, mend=HOSTILE, selector=HOSTILE, html=HOSTILE, source=HOSTILE + ":1"
    )
    made = report(one)
    made.pages[0].undecided = {replace(one, person=True): 1}
    for name, form in FORMATS.items():
        text = form(made)
        assert not any(ord(sign) < 32 and sign != "\n" for sign in text), name
        assert "\u202e" not in text, name
        assert not any(line.lstrip().startswith("::") for line in text.splitlines()), name
    assert r"\<img src=x" in FORMATS["markdown"](made)


@pytest.mark.parametrize("source", ["/etc/shadow:7", "../../a.html:7", "a/../../b:7", "c:\\x:7"])
def test_sarif_believes_no_path_outside_the_project(source):
    (result,) = json.loads(FORMATS["sarif"](report(fault(source=source))))["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert place == "build/site/fees.html"


def test_a_complaint_of_one_part_is_one_of_the_whole():
    first, second = report(), report()
    second.complaints = ["known issue is fixed, remove it: a"]
    whole = merge([first, second])
    assert whole.complaints == second.complaints
    assert whole.exit_code == 2


def _audited(monkeypatch, results, options=None, **more):
    """The report of a run in which two processes found this."""

    def look(pages, options, workers, told):
        for result in results:
            told(result)
        return results, {"Chromium": "143"}

    monkeypatch.setattr("citydesign.audit.faces.site.look", look)
    targets = [Target("site", result.page, url="http://city.test/") for result in results]
    return audit(targets, options, workers=2, **more)


def _found(*faults, page="site/fees", undecided=()):
    result = PageResult(page, judged={"contrast": [Setting()]}, faults=dict.fromkeys(faults, 1))
    result.undecided = dict.fromkeys(undecided, 1)
    result.pictures = dict.fromkeys(faults, PNG)
    return result


@pytest.mark.parametrize(
    ("left", "options", "stale"),
    [
        ([], Options(), True),
        ([fault(selector="#other")], Options(), True),
        ([fault()], Options(), False),
        ([fault("check")], Options(), False),
        ([], Options(widths=(320,)), False),
        ([], Options(schemes=("dark",)), False),
    ],
)
def test_only_a_look_at_the_whole_page_tells_that_a_known_fault_is_gone(
    monkeypatch, tmp_path, left, options, stale
):
    path = tmp_path / "known.toml"
    accept(path, [fault()], reason="old", owner="web", expires=dt.date(2999, 1, 1))
    made = _audited(monkeypatch, [_found(*left)], options, known=path)
    assert bool(made.complaints) == stale
    assert fault() not in made.faults


def test_what_does_not_count_is_left_out_of_faults_questions_and_pictures(monkeypatch):
    one, mild = fault(), fault("best", "#mild")
    asked, idle = replace(one, person=True), replace(mild, person=True)

    def left(options=None):
        made = _audited(monkeypatch, [_found(one, mild, undecided=[asked, idle])], options)
        (page,) = made.pages
        return [*page.faults], [*page.undecided], [*page.pictures]

    assert left() == ([one], [asked], [one])
    both = ([one, mild], [asked, idle], [one, mild])
    assert left(Options(level="best")) == left(Options(budgets={"best": 9})) == both


def test_a_line_for_each_page_tells_how_far_the_run_is_and_what_counts(monkeypatch):
    told = []
    results = [_found(fault(), fault("best")), _found(), _found(fault("check"), page="site/gone")]
    made = _audited(monkeypatch, results, Options(budgets={"AA": 3}), progress=told.append)
    assert told == [
        "1/3 site/fees: 1 faults", "2/3 site/fees: 0 faults",
        f"3/3 site/gone: {fault('check').saw}",
    ]  # fmt: skip
    assert (made.level, made.budgets, made.versions) == ("AA", {"AA": 3}, {"Chromium": "143"})


@pytest.mark.parametrize("parts", [1, 2, 3, 5])
def test_the_parts_of_a_run_are_the_whole_and_none_twice(monkeypatch, parts):
    wanted = [Target("site", str(number), url="http://city.test/") for number in range(5)]
    looked = []

    def look(pages, *more):
        looked.extend(pages)
        return [], {}

    monkeypatch.setattr("citydesign.audit.faces.site.look", look)
    for part in range(1, parts + 1):
        audit(wanted, shard=(part, parts), workers=2)
    assert sorted(looked, key=lambda page: page.name) == wanted


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (Options(level="AAAA"), "unknown level 'AAAA'"),
        (Options(budgets={"nice": 1}), "unknown level or impact 'nice'"),
    ],
)
def test_what_a_program_asks_for_wrongly_is_said_before_the_first_page(options, words):
    with pytest.raises(TargetError, match=words):
        audit(["http://127.0.0.1:9/"], options)


def test_a_report_goes_where_nothing_else_is(tmp_path):
    (tmp_path / "empty").mkdir()
    for output in (
        Output("html", tmp_path / "empty"), Output("html", tmp_path / "new" / "web"),
        Output("junit", tmp_path / "new" / "a.xml"), Output("text"),
    ):  # fmt: skip
        output.check()
    assert (tmp_path / "new").is_dir()


def test_a_report_for_people_holds_all_that_it_shows(tmp_path):
    three = [fault("best", "#a"), fault("best", "#b"), fault()]
    made = report(*three, complaints=["known issue is fixed"])
    made.pages[0].pictures = {three[0]: PNG, three[2]: PNG + b"2"}
    made.pages.append(PageResult("site/clean", judged={"contrast": [Setting()]}))
    out = tmp_path / "out"
    (out / "old").mkdir(parents=True)
    html(made, out)
    text = (out / "index.html").read_text("utf-8")
    assert not (out / "old").exists()
    shown = re.findall(r'(?:src|href)="([^"#]+)"', text)
    sheets = [(out / name).read_text("utf-8") for name in shown if name.endswith(".css")]
    shown += [name for sheet in sheets for name in re.findall(r"url\(([^)]+)\)", sheet)]
    assert all((out / name).is_file() for name in shown), shown
    assert {(out / name).read_bytes() for name in shown if name.startswith("pictures/")} == {
        PNG, PNG + b"2",
    }  # fmt: skip
    kinds = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td></tr>', text)
    assert kinds == [("Best practice", "best", "2"), ("1.4.3 Contrast (Minimum)", "AA", "1")]
    assert "site/fees: 3" in text
    assert "known issue is fixed" in text
    assert "site/clean: " not in text


def _done(monkeypatch, tmp_path, *faults):
    """Run the command on a page in which some faults are found."""
    monkeypatch.chdir(tmp_path)
    Path("page.html").write_text("<!doctype html><title>Fees</title>", "utf-8")
    monkeypatch.setattr("citydesign.audit.faces.site.audit", lambda *_, **more: report(*faults))
    return lambda line: cli.main(["audit", "page.html", *line.split()])


def test_the_terminal_shows_the_result_unless_a_report_is_asked_for_there(
    monkeypatch, tmp_path, capsys
):
    done = _done(monkeypatch, tmp_path, fault())
    for line, shown in (
        ("", "site/fees [1280] #name"), ("--report junit=a.xml", "site/fees [1280] #name"),
        ("--report markdown", "## Accessibility"), ("--report junit=a.xml --report sarif", "{"),
    ):  # fmt: skip
        assert done(line) == 1
        out = capsys.readouterr().out
        assert out.startswith(shown)
        assert out.endswith("\n")
        assert not out.endswith("\n\n")
        assert out.count("1 fault (1 serious)") == (0 if "sarif" in line else 1)
    assert Path("a.xml").read_text("utf-8").startswith("<?xml")


def test_what_could_not_be_checked_or_written_is_never_accepted(monkeypatch, tmp_path, capsys):
    accept = "--accept --reason old --owner web --expires 2999-01-01 --baseline"
    done = _done(monkeypatch, tmp_path, fault(), fault("1.3.5"), fault("check"))
    assert done(f"{accept} known.toml") == 2
    assert "2 faults accepted until 2999-01-01 in known.toml" in capsys.readouterr().out
    assert done(f"{accept} none/known.toml") == 2
    assert "none/known.toml: No such file or directory" in capsys.readouterr().err
