"""The English of what developers and designers read is a native editor's."""

import ast
import io
import re
import tokenize
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

#: Words that made readers stumble, and what to write; CONTRIBUTING.md has the list for people.
#: "Mended" survives in names of fields that files of our users contain, such as `mended_by`.
WORDS = {
    r"\bmend(ed|s|ing)?\b": "fix",
    r"(?<!-)\bstands?\b(?!-| (?:for|out)\b)": "is, contains",
    r"\b(is|are) told\b": "is reported, hears, sees",
    r"\b(is|are) said\b": "says",
    r"\banew\b": "again",
    r"\bbrings? in\b": "includes, adds",
    r"\blets? go\b": "drops, releases",
    r"\bunless told\b": "unless given",
    r"\btests? holds?\b": "a test enforces, checks",
    r"\bstrangers?\b": "a user, anyone",
    r"\b(keep|legend|name|text)s?\b[^.`]*, for (it|they)\b": "because",
}


def _texts():
    yield ROOT / "README.md", _prose(ROOT / "README.md")
    # The rules themselves, without the table of words.
    rules = _prose(ROOT / "CONTRIBUTING.md")
    yield ROOT / "CONTRIBUTING.md", re.sub(r"(?m)^\| not \| but \|\n(\|.*\n)+", "", rules)
    for path in sorted((ROOT / "docs").rglob("*.md")):
        yield path, _prose(path)
    for path in sorted((ROOT / "components").glob("*/*/*.md")):
        yield path, _prose(path)
    for path in sorted((ROOT / "components").glob("*/*/*.html")):
        header = path.read_text("utf-8").split("#}")[0]
        yield path, "\n".join(re.findall(r'\b(?:text|summary) = "([^"\n]*)"', header))

    for path in sorted(ROOT.glob("examples/**/README.md")):
        yield path, _prose(path)
    for folder in ("src", "components", "tests", "examples", "bench"):
        for path in sorted((ROOT / folder).rglob("*.*")):
            if path.suffix in COMMENTS and path.name != Path(__file__).name:
                yield path, _without_code(COMMENTS[path.suffix](path.read_text("utf-8")))
    for path in sorted((ROOT / "src").rglob("*.py")):
        yield path, _without_code("\n".join(_messages(path.read_text("utf-8"))))


def _of_python(source):
    """The comments and docstrings of a module."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found = [
        ast.get_docstring(one) for one in ast.walk(ast.parse(source)) if isinstance(one, owners)
    ]
    return "\n".join([*comments, *filter(None, found)])


def _messages(source):
    """The texts of more than a word in a module: errors, help, faults."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.value.replace("\n", " ")


def _of_scripts(source):
    return "\n".join(re.findall(r"(?s)//[^\n]*|/\*.*?\*/", source))


#: What gives the comments of a file, by the end of its name.
COMMENTS = {".py": _of_python, ".js": _of_scripts, ".scss": _of_scripts}


def _prose(path):
    """The text of a page without code, whose names are not ours to choose."""
    return _without_code(path.read_text("utf-8"))


def _without_code(text):
    return re.sub(r"(?ms)^ *```.*?^ *```|`[^`\n]+`", "", text)


# Read once, by one process.
pytestmark = pytest.mark.xdist_group("english")


@cache
def texts():
    return [(path.relative_to(ROOT).as_posix(), text) for path, text in _texts()]


@pytest.mark.parametrize("word", WORDS)
def test_no_word_makes_a_reader_stumble(word):
    found = [
        f"{place}: {text[max(0, match.start() - 40) : match.end() + 20]}"
        for place, text in texts()
        for match in re.finditer(word, text, re.IGNORECASE)
    ]
    assert not found, f"write: {WORDS[word]}"


@pytest.mark.parametrize(
    "sentence",
    [
        "Say how to mend it.",
        "What stands in a live region",
        "It is told as not checked.",
        "What goes wrong is said.",
        "Accept anew.",
        "A level brings in its faults.",
        "It lets go of the hold.",
        "main unless told",
        "A test holds it.",
        "A stranger sees it.",
        "Keep the legend short, for it is read aloud.",
    ],
)
def test_the_words_find_what_they_are_for(sentence):
    assert any(re.search(word, sentence, re.IGNORECASE) for word in WORDS)


@pytest.mark.parametrize("sentence", ["None stands for a gap.", "a stand-alone file", "Recommend"])
def test_and_leave_what_is_english(sentence):
    assert not any(re.search(word, sentence, re.IGNORECASE) for word in WORDS)


def test_every_kind_of_page_is_read():
    places = [place for place, _ in texts()]
    for begin in (
        "README", "CONTRIBUTING", "docs/audit/", "docs/start/", "components/forms/", "examples/",
        "src/citydesign/audit/", "tests/booking/", "bench/",
    ):  # fmt: skip
        assert any(place.startswith(begin) for place in places), begin


@pytest.mark.parametrize(
    ("suffix", "source"),
    [
        (".py", "x = 1  # read anew"),
        (".py", 'def one():\n    """Read anew."""'),
        (".py", '"""Read anew."""'),
        (".js", "go(); // read anew"),
        (".scss", "/* Read\n anew */ a { b: c }"),
    ],
)
def test_comments_are_read_and_code_is_not(suffix, source):
    assert "anew" in COMMENTS[suffix](source)
    assert "anew" not in COMMENTS[suffix]("anew = `anew`" if suffix == ".js" else "anew = 'anew'")


def test_what_an_error_says_is_read():
    assert list(_messages('x = "anew"\nraise E(f"save {x} anew")')) == ["save ", " anew"]
