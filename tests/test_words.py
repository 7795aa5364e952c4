"""What a machine can hold of good Finnish, Swedish and English, over every text that ships."""

import re
import tomllib
from itertools import combinations
from pathlib import Path

import pytest
from babel import Locale

from citydesign import contracts, examples
from citydesign.locale import LOCALES, catalogue

ROOT = Path(__file__).parents[1]
TERMS = tomllib.loads(Path(__file__).with_name("terms.toml").read_text("utf-8"))
SERVICES = sorted((ROOT / "examples").glob("*/texts.toml"))


def _messages():
    """Where a message is, its language, and the message: a text or a table of plural forms."""
    for key, texts in catalogue().items():
        for tag, message in texts.items():
            yield key, tag, message
    for path in SERVICES:
        for key, texts in tomllib.loads(path.read_text("utf-8")).items():
            for tag, message in texts.items():
                yield f"{path.parent.name}/{key}", tag, message


def _texts():
    for where, tag, message in _messages():
        for text in [message] if isinstance(message, str) else message.values():
            yield where, tag, text
    for component in contracts.all_components():
        for tag in ("fi", "sv"):
            for english, text in examples.translations(component, tag).items():
                yield f"{component.name}: {english}", tag, text
                yield f"{component.name}: {english}", "en", english


def _guides():
    """The words that guidance shows in three languages, and the answers that docs give as TOML."""
    for path in sorted((ROOT / "components").glob("*/*/*.md")):
        tags = []
        for line in path.read_text("utf-8").splitlines():
            cells = [cell.strip() for cell in line.strip("| ").split("|")]
            if "Finnish" in cells and "Swedish" in cells:
                tags = ["en", "fi", "sv"]
            elif not line.startswith("|"):
                tags = []
            elif tags and not line.startswith("|-"):
                # An empty first cell falls away with the line's own bar.
                for tag, text in zip(tags, cells[-3:], strict=True):
                    yield f"{path.name}: {cells[0]}", tag, text.replace("`", "")
    for path in sorted((ROOT / "docs").rglob("*.md")):
        for tag, text in re.findall(r'\b(fi|sv) = "([^"]*)"', path.read_text("utf-8")):
            yield f"{path.name}: {text}", tag, text


MESSAGES, TEXTS = list(_messages()), [*_texts(), *_guides()]


def _found(pattern, *tags, flags=re.IGNORECASE):
    rule = re.compile(pattern, flags)
    return [(where, text) for where, tag, text in TEXTS if tag in tags and rule.search(text)]


def test_every_kind_of_text_is_read():
    for tag in LOCALES:
        places = [where for where, given, _ in TEXTS if given == tag]
        for begin in (
            "booking.",
            "forms.",
            "shared.",
            "claims.",
            "radios:",
            "radios.md:",
            "daycare-",
        ):
            assert any(where.startswith(begin) for where in places), (tag, begin)


def test_every_count_has_the_plural_forms_of_its_language():
    wrong = []
    for where, tag, message in MESSAGES:
        forms = {"other": message} if isinstance(message, str) else message
        if any("{count}" in text for text in forms.values()):
            needed = set(Locale(tag).plural_form.tags) | {"other"}
            if set(forms) != needed:
                wrong.append((where, tag, sorted(forms)))
    assert not wrong


@pytest.mark.parametrize(
    ("tag", "term"), [(tag, term) for tag, terms in TERMS.items() for term in terms]
)
def test_one_thing_has_one_name(tag, term):
    assert not _found(term, tag), f"write: {TERMS[tag][term]}"


@pytest.mark.parametrize(
    ("tag", "wrong"),
    [
        ("fi", "Kaikilla kuvilla ei ole tekstivastinetta."),
        ("fi", "Ensimmäinen hoitopäivä"),
        ("sv", "Alla bilder har inte ett textalternativ."),
        ("sv", "Vårdtid per vecka"),
        ("sv", "Skickas"),
        ("en", "It stands on the front of the card."),
    ],
)
def test_the_terms_find_what_residents_misread(tag, wrong):
    assert any(re.search(term, wrong, re.IGNORECASE) for term in TERMS[tag])


def test_finnish_and_swedish_quote_with_their_own_marks():
    assert not _found(r"[\"“„«»]", "fi", "sv")


def test_a_time_is_written_as_its_language_writes_it():
    assert not _found(r"\b\d{1,2}:\d\d\b|\b0\d\.\d\d\b(?!\.)", "fi", "sv")
    assert not _found(r"\bkl\b(?!\.)", "sv")
    assert not _found(r"\bklo\.", "fi")
    assert not _found(r"\b\d{1,2}\.\d\d\b(?! ?\d)|\b0\d:\d\d\b", "en")


def test_a_time_has_klo_or_kl_before_it():
    time = r"(?<![\d.–\u2060])\d{1,2}\.[0-5]\d(?!\d|\.\d)"
    assert re.search(rf"(?<!klo\s){time}", "Joku muu ehti varata ajan 9.15. Valitse toinen.")
    assert not re.search(rf"(?<!klo\s){time}", "klo 9.15, 24.12.2027, klo 9.15–10.00, WCAG 1.4.10")
    assert not re.search(rf"(?<!klo\s){time}", "klo\u00a014.20")
    assert not _found(rf"(?<!klo\s){time}", "fi")
    assert not _found(rf"(?<!kl\.\s){time}", "sv")


def test_a_comma_comes_before_ennen_kuin():
    # Not where words such as "two weeks" belong to it.
    rule = r"(?<!^)(?<![,.])(?<!kuukautta)(?<!viikkoa)(?<!päivää)(?<!tuntia) ennen kuin"
    assert re.search(rule, "Peseydy ennen kuin menet altaaseen.")
    for right in ("Peseydy, ennen kuin menet.", "Hae kaksi viikkoa ennen kuin muutat."):
        assert not re.search(rule, right)
    assert not _found(rule, "fi")


def test_an_apostrophe_is_straight():
    assert not _found(r"\w’\w", *LOCALES)


def test_a_street_of_tampere_has_no_swedish_name():
    # Streets of Helsinki have a name in each of its languages.
    helsinki = {"Päijänteentie", "Töölönlahdenkatu", "Arabiankatu", "Rikhardinkatu"}
    street = re.compile(r"\b[A-ZÅÄÖ]\w+(?:katu|tie|aukio|kuja)\b")
    assert street.findall("Frenckellinaukio 2 B, Tampere") == ["Frenckellinaukio"]
    renamed = []
    for component in contracts.all_components():
        swedish = examples.translations(component, "sv")
        for english, finnish in examples.translations(component, "fi").items():
            for name in street.findall(finnish):
                if name in english and name not in swedish[english] and name not in helsinki:
                    renamed.append((component.name, name))
    assert not renamed


def test_what_comes_in_a_text_is_never_inflected():
    for wrong in ("palvelussa {service}:ssa", "{count}s dag", "{day}na"):
        assert re.search(r"\}:?\w", wrong)
    assert not _found(r"\}:?\w", "fi", "sv")


def test_a_range_has_an_en_dash():
    # A number with several hyphens is a reference, and one after digits and a space a telephone.
    assert not _found(r"(?<![\w-])\d{1,2}-\d{1,2}(?![\w-])", *LOCALES)
    assert not _found(r" - ", *LOCALES)


def test_a_range_is_not_broken_after_its_dash():
    # A word joiner, U+2060, keeps "klo 9–12" on one line; browsers break after a dash.
    breaks = re.compile(r"[\w}]–(?=[\w{])")
    assert breaks.search("ma–pe klo 9–12")
    assert not [(where, text) for where, _, text in _texts() if breaks.search(text)]


def test_a_date_in_digits_has_its_day_first():
    assert not _found(r"\b\d{4}-\d\d-\d\d\b", *LOCALES)


def _pages():
    yield from sorted((ROOT / "components").glob("*/*/examples/*.html"))
    yield from sorted((ROOT / "examples").glob("*/templates/*.html"))


def _cut(source):
    """Links with words of their own sentence beside them."""
    for paragraph in re.findall(r"<(?:p|li|dd)\b[^>]*>(.*?)</(?:p|li|dd)>", source, re.DOTALL):
        # What is drawn beside a link ends its own sentence; what follows begins a new one.
        text = re.sub(r"{{ icon\([^}]*\) }}", "", paragraph)
        before, *after = (part.strip() for part in re.split(r"(?s)<a .*?</a>", text))
        if after and (
            before[-1:] not in (*".!?:", "") or any(p and not p[0].isupper() for p in after)
        ):
            yield paragraph


def test_no_sentence_is_cut_around_a_link():
    assert list(_cut('<p>Or look at <a href="/">all free times</a>.</p>'))
    assert list(_cut('<p>See <a href="/">all free times</a> now.</p>'))
    assert list(_cut('<p>See {{ icon("clock") }} <a href="/">all free times</a></p>'))
    assert not list(_cut('<p>{{ icon("clock") }} <a href="/">All free times</a></p>'))
    assert not list(_cut('<p>It is taken. <a href="/">See all free times</a></p>'))
    cut = [(path.name, text) for path in _pages() for text in _cut(path.read_text("utf-8"))]
    assert not cut
    # In the statement the link is written in its sentence; no text begins or ends in the middle.
    pieces = [
        (where, text)
        for where, _, text in TEXTS
        if where.startswith("statement.") and (text != text.strip() or re.match(r"[.,;:]", text))
    ]
    assert not pieces


def test_each_act_has_a_loading_text_of_its_own():
    for folder in sorted((ROOT / "examples").iterdir()):
        acts = {}
        for path in folder.glob("templates/*.html"):
            for act, loading in re.findall(
                r'button\(say\("(\w+)"\).*?loading_text=say\("(\w+)"\)', path.read_text("utf-8")
            ):
                acts.setdefault(loading, set()).add(act)
        assert all(len(named) == 1 for named in acts.values()), acts


def test_no_text_was_copied_from_another_and_left_so():
    """Two texts that say different things in two languages do so in the third."""
    texts = {}
    for where, tag, message in MESSAGES:
        for form in [("", message)] if isinstance(message, str) else message.items():
            # Languages have forms of their own; each has this one.
            if form[0] in ("", "other"):
                texts.setdefault(re.split("[./]", where)[0], {}).setdefault(where, {})[tag] = form[
                    1
                ]
    pairs = [pair for one in texts.values() for pair in combinations(one.items(), 2)]
    assert len(pairs) > 10_000
    copied = []
    for (first, one), (second, other) in pairs:
        alike = {tag for tag in one.keys() & other.keys() if one[tag] == other[tag]}
        if len(alike) == 1 and not any(
            _says_no_more(one[tag], other[tag]) for tag in ("fi", "sv", "en") if tag not in alike
        ):
            copied.append((first, second, *alike))
    assert copied == []


def _says_no_more(one, other):
    """Whether one has the words of the other, as "Sent forms" and "The forms sent" have."""
    few, many = sorted(
        (set(re.findall(r"[\w{}]+", text.lower())) for text in (one, other)), key=len
    )
    return few <= many


def test_no_text_of_a_service_is_left_unused():
    for path in SERVICES:
        code = "".join(
            one.read_text("utf-8")
            for one in path.parent.rglob("*")
            # A page's own text may be found by the address that the tree gives it.
            if one.suffix in (".py", ".html") or one.name == "site.toml"
        )
        keys = tomllib.loads(path.read_text("utf-8"))
        # A key may be put together of its parts: "service_" and the name of the service.
        unused = [
            key
            for key in keys
            if not re.search(rf"[\"']{key}[\"']", code)
            and not re.search(rf"[\"']{key.rpartition('_')[0]}_[\"'{{]", code)
            and not re.search(rf"[\"'}}]_{key.rpartition('_')[2]}[\"']", code)
        ]
        assert not unused, f"{path}: {unused}"


def test_swedish_is_no_finnish():
    """A text that was copied and never translated; signs and numbers may be the same in both."""
    for key, texts in catalogue().items():
        said = str(texts.get("fi"))
        if said == str(texts.get("sv")):
            assert not re.search(r"[a-zåäö]", re.sub(r"\{\w+\}", "", said)), key
