"""A city's own pages: a folder, a server, a page that never comes."""

import json
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from xml.etree import ElementTree

import pytest
from jinja2 import Environment, FileSystemLoader
from tests.mutants.fixture_mutants import FIXTURE

from citydesign import install
from citydesign.audit import FORMATS, TargetError, audit
from citydesign.audit.pages.targets import pages_of
from citydesign.audit.run.looker import Options
from citydesign.audit.verdict.formats.html import html
from citydesign.audit.verdict.report import ReportError, merge, read

# One process audits the site once for all of these.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

BAD = """<!doctype html><html lang="en"><head><title>Fees</title>
<style>button { font-size: 8px; padding: 0 }</style></head><body><main><h1>Fees</h1>
<p>What does a place cost?</p><form method="post" action="/send"><input name="a">
<button>Send</button><button>Go</button></form></main></body></html>"""


class Handler(SimpleHTTPRequestHandler):
    sent: ClassVar = []

    def do_POST(self):
        self.sent.append(self.path)
        self.send_error(500)

    def do_GET(self):
        if self.path == "/broken.html":
            self.send_error(500)
        elif self.path == "/secret.html":
            self.send_response(302)
            self.send_header("Location", "/index.html")
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    (folder / "fees.html").write_text(BAD, "utf-8")
    html = (FIXTURE / "good.html").read_text("utf-8")
    (folder / "index.html").write_text(html, "utf-8")
    shutil.copytree(FIXTURE / "assets", folder / "citydesign")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def report(site):
    folder, address = site
    told = []
    pages = ["fees.html", "broken.html", "secret.html"]
    found = audit([str(folder), *(f"{address}/{page}" for page in pages)], progress=told.append)
    assert len(told) == 5
    return found


def _page(report, name):
    return [page for page in report.pages if page.page.endswith(f"/{name}")]


def test_a_folder_is_audited_page_by_page(report):
    (good,) = _page(report, "index.html")
    assert not good.faults, FORMATS["text"](report)
    assert good.checks > 20
    bad, _ = _page(report, "fees.html")
    assert {"names", "targets"} <= {fault.oracle_id for fault in bad.faults}


def test_a_site_is_looked_at_and_never_used(report):
    _, bad = _page(report, "fees.html")
    assert {"names", "targets"} <= {fault.oracle_id for fault in bad.faults}
    assert Handler.sent == []


def test_a_page_that_fails_or_leads_elsewhere_is_never_called_passed(report):
    (broken,), (secret,) = _page(report, "broken.html"), _page(report, "secret.html")
    assert "answered 500" in next(iter(broken.faults)).saw
    assert "login wall" in next(iter(secret.faults)).saw
    assert report.exit_code == 2


def test_every_report_is_well_formed(report):
    data = json.loads(report.json())
    assert any(page["faults"][0]["criterion_title"] for page in data["pages"] if page["faults"])
    sarif = json.loads(FORMATS["sarif"](report))["runs"][0]
    rules = {rule["id"] for rule in sarif["tool"]["driver"]["rules"]}
    assert sarif["results"]
    assert {result["ruleId"] for result in sarif["results"]} <= rules
    suites = ElementTree.fromstring(FORMATS["junit"](report))
    oracles = [len({fault.oracle_id for fault in page.faults}) for page in report.pages]
    assert [int(s.get("failures")) for s in suites] == oracles
    assert "| Page | Where |" in FORMATS["markdown"](report)
    assert "fix:" in FORMATS["text"](report)


def test_a_result_is_read_again_as_it_was_written(report, tmp_path):
    path = tmp_path / "audit.json"
    path.write_text(report.json(), "utf-8")
    again = read(path)
    assert again.json() == report.json()
    assert again.faults == report.faults
    assert merge([again]).exit_code == report.exit_code
    path.write_text("[]", "utf-8")
    with pytest.raises(ReportError, match="no result of an audit"):
        read(path)


def test_what_is_not_there_is_said_in_one_line(tmp_path):
    with pytest.raises(TargetError, match="neither a URL nor"):
        list(pages_of(str(tmp_path / "nowhere")))
    with pytest.raises(TargetError, match=r"no \.html file"):
        list(pages_of(str(tmp_path)))


def test_a_sitemap_names_its_pages(tmp_path):
    path = tmp_path / "sitemap.xml"
    path.write_text("<urlset><url><loc>https://city.example/a?b=1&amp;c=2</loc></url></urlset>")
    assert [page.url for page in pages_of(str(path))] == ["https://city.example/a?b=1&c=2"]


FORM = """{% from "citydesign/text-input.html" import text_input %}
<!doctype html><html lang="en"><head><title>Fees</title></head><body><main><h1>Fees</h1>

{{ text_input("name", "Name") }}
<p>Other</p><input size="40">
</main></body></html>"""


def test_a_fault_names_its_template_and_the_report_of_it_passes_the_audit(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for folder in ("templates", "site"):
        (tmp_path / folder).mkdir()
    (tmp_path / "templates" / "fees.html").write_text(FORM, "utf-8")
    env = Environment(loader=FileSystemLoader("templates"), autoescape=True)
    install(env, mark_source=True)
    text = env.get_template("fees.html").render().lstrip()
    (tmp_path / "site" / "fees.html").write_text(text.replace('for="name"', ""), "utf-8")
    found = audit(["site"], Options(pictures=True))
    (page,) = found.pages
    nameless = next(f for f in page.faults if f.oracle_id == "names" and f.selector == "#name")
    assert nameless.source == "templates/fees.html:4"
    assert "data-city-source" not in "".join(fault.html for fault in page.faults)
    assert all(not f.source for f in page.faults if f.selector.endswith("main > input"))
    assert page.pictures[nameless].startswith(b"\x89PNG")
    (uri,) = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in json.loads(FORMATS["sarif"](found))["runs"][0]["results"]
        if result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "#name"
    }
    assert uri == "templates/fees.html"
    html(found, tmp_path / "out")
    again = audit(["out"], Options(level="house"))
    assert again.exit_code == 0, FORMATS["text"](again)
