"""The pages under "Content" are true: what they tell you to paste runs as it is."""

import json
import re
from pathlib import Path

import pytest
from tests.test_forms_guides import BROWSER, add, run, save

from citydesign import calls
from citydesign.contracts import all_components

ROOT = Path(__file__).parents[1]
CONTENT = ROOT / "docs" / "content"
PAGES = sorted(page.name for page in CONTENT.glob("*.md"))
TEXTS = """
def shown(page):
    return " ".join("".join(page.one("main").itertext()).split())
"""


def text(page):
    return (CONTENT / page).read_text("utf-8")


def visit(folder, page, module, *parts, **environment):
    """Save all of a page's files, and visit its application on a real server."""
    save(folder, text(page))
    add(folder, text(page))
    start = f"import {module}; browser = Server({module}.app)"
    return run(folder, BROWSER, TEXTS, start, *parts, **environment)


def test_show_data(tmp_path):
    visit(
        tmp_path,
        "show-data.md",
        "halls",
        "page = browser('GET', '/halls')",
        "assert page.status == 200 and page.title == 'Sports halls – City of Tampere'",
        "def heads(page): return [''.join(one.itertext()) for one in page.one('tbody').iter('th')]",
        "def sorts(page): return [one.get('aria-sort') for one in page.one('thead').iter('th')]",
        "assert heads(page) == ['Hervanta leisure centre', 'Kauppi sports hall']",
        "assert sorts(page) == ['ascending', None, None]",
        "links = [one.get('href') for one in page.one('thead').iter('a')]",
        "assert links == ['/halls?sort=-name', '/halls?sort=area', '/halls?sort=fee'], links",
        # Every link of the head and of the pages leads to rows in its order.
        "page = browser('GET', links[2])",
        "assert heads(page) == ['Tesoma sports hall', 'Hervanta leisure centre'], heads(page)",
        "assert sorts(page) == [None, None, 'ascending'] and '9.25' in shown(page)",
        "down = [one.get('href') for one in page.one('thead').iter('a')][2]",
        "page = browser('GET', down); assert heads(page)[0] == 'Kauppi sports hall' and '24.00' in shown(page)",
        "second = [one.get('href') for one in page.tree.iter('a') if 'page=2' in one.get('href', '')][0]",
        "assert heads(browser('GET', second)) == ['Tesoma sports hall']",
        # What nobody offered is never an error.
        "for odd in ('?sort=id;drop', '?page=99', '?page=x', '?sort=', '?page=-4'):",
        "    assert browser('GET', '/halls' + odd).status == 200, odd",
        "page = browser('GET', '/visits'); assert 'city-chart' in page.text",
        "assert '480' in shown(page) and 'More than half' in shown(page) and 'no information' in shown(page)",
        "page = browser('GET', '/booking')",
        "assert ' '.join(''.join(page.one('dl').find('.//a').itertext()).split()) == 'Change: Day, Your booking', page.text",
    )


def test_show_an_editors_text_safely(tmp_path):
    visit(
        tmp_path,
        "show-an-editors-text-safely.md",
        "news",
        "page = browser('GET', '/news/ice')",
        "assert [''.join(one.itertext()) for one in page.tree.iter('h1')] == ['The lake is frozen']",
        "assert page.one('h2').text == 'Where you can skate'",
        "inside = next(one for one in page.tree.iter() if 'city-prose' in one.get('class', ''))",
        "assert 'Rules of the ice' in shown(page) and '20 cm' in shown(page)",
        "assert 'alert' not in page.text and not inside.findall('.//script')",
        "assert not [one for one in inside.iter() if one.get('style') or one.get('onclick')]",
        "assert inside.find('.//table') is not None",
        "before = browser('GET', '/edit'); assert '## Opening hours' in before.one('textarea').text",
        "typed = 'New <script>alert(4)</script> **words**'",
        "page = browser('POST', '/edit', {'text': typed, 'preview': 'yes'})",
        "assert page.one('textarea').text.strip() == typed",
        "assert 'New words' in shown(page) and '<script>alert(4)' not in page.text",
        "assert '## Opening hours' in browser('GET', '/edit').one('textarea').text",
        "browser('POST', '/edit', {'text': 'Saved'})",
        "assert 'Saved' in browser('GET', '/edit').one('textarea').text",
    )


def test_tell_people_what_happened(tmp_path):
    (feed,) = re.findall(r"```json\n(.*?)```", text("tell-people-what-happened.md"), re.DOTALL)
    (water,) = json.loads(feed)
    # As if it were that day.
    lasting = {name: value for name, value in water.items() if name not in ("begins", "ends")}
    assert {*water} - {*lasting} == {"begins", "ends"}
    (tmp_path / "feed.json").write_text(json.dumps([lasting]), "utf-8")
    visit(
        tmp_path,
        "tell-people-what-happened.md",
        "service",
        "sent = browser('POST', '/address'); assert sent.status == 303 and sent.location == '/'",
        "page = browser('GET', '/')",
        "assert page.title == 'Your address is saved – City of Tampere', page.title",
        "assert 'Your address is saved' in shown(page)",
        "assert 'saved' not in browser('GET', '/').text",
        "page = browser('GET', '/paid')",
        "assert '2027-004512' in shown(page) and page.one('h1').text.strip() == 'Your bill is paid', page.one('h1').text",
        # The feed, as another site of the city serves it.
        "import flask, os",
        "other = flask.Flask('other'); served = {'feed': open('feed.json', 'rb').read()}",
        "other.add_url_rule('/news.json', 'news', lambda: served['feed'])",
        "service.news = service.Announcements(service.over_http(f'http://127.0.0.1:{Server(other).port}/news.json'), os.environ['NEWS_COPY'])",
        "app = flask.Flask('again', template_folder=os.path.abspath('templates'))",
        "import citydesign.flask; citydesign.flask.install(app, locale=lambda: flask.request.args['in'])",
        "app.jinja_env.globals['announcements'] = service.news.items",
        "app.add_url_rule('/', 'home', lambda: flask.render_template('base.html'))",
        "site = Server(app)",
        "for tag, said in {'en': ('Boil tap water', 'Checked on 24 March 2027 at 9:15'), 'fi': ('Keitä hanavesi', 'Tarkistettu 24. maaliskuuta 2027 klo 9.15'), 'sv': ('Koka kranvattnet', 'Kontrollerat den 24 mars 2027 kl. 9.15')}.items():",
        "    page = site('GET', '/?in=' + tag)",
        "    assert all(one in page.text for one in said) and 'https://city.example/water' in page.text, page.text",
        "assert os.path.exists(os.environ['NEWS_COPY'])",
        SECRET_KEY="only for this test",
        NEWS_URL="http://127.0.0.1:9/news.json",
        NEWS_COPY=str(tmp_path / "news-copy.json"),
    )


@pytest.mark.parametrize("page", PAGES)
def test_every_link_and_component_of_the_pages_exists(page):
    known = {one.name for one in all_components()}
    for target in re.findall(r"\]\(([\w./-]+\.md)", text(page)):
        found = (CONTENT / target).resolve()
        assert found.exists() or (found.parent.name == "components" and found.stem in known), target
    for block in re.findall(r"```jinja\n(.*?)```", text(page), re.DOTALL):
        for names in re.findall(r"import ([\w, ]+) %\}", block):
            for name in names.split(","):
                assert calls.call("citydesign", name.split(" as ")[0].strip().replace("_", "-"))
