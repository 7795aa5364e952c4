"""What a style draws with is there before a page counts as loaded, so each picture shows it."""

import pytest

from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import ORIGIN, Subject
from citydesign.audit.stage.camera import Box
from citydesign.audit.stage.server import Server, Site

pytestmark = pytest.mark.browser

#: The left half of a square is cut away.
SHAPE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2" width="40" height="40">
<path d="M1 0h1v2H1z"/></svg>"""
STYLE = """body { margin: 0 } p { block-size: 40px; inline-size: 40px; margin: 0; position: relative }
p::before { background: black; content: ""; inset: 0; mask: url(/NAME.svg); position: absolute }"""
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fees</title>HEAD</head>
<body><p></p></body></html>"""
SHEET = '<link rel="stylesheet" href="/NAME.css">'
HEADS = {
    "sheet": SHEET,
    "pair": f'{SHEET}<link rel="stylesheet" href="/NAME-none.css">',
    "refused": f'{SHEET}<link rel="stylesheet" href="https://elsewhere.example/NAME.css">',
    "style": f"<style>{STYLE}</style>",
    "script": f"""<script>
      addEventListener("load", () => {{ new Image().src = "/NAME-loaded.svg"; }})</script>{SHEET}""",
}


@pytest.fixture
def page(tmp_path):
    """Write the files of a page that nobody has asked for yet, and give its text."""

    def page(name, kind):
        (tmp_path / f"{name}.svg").write_text(SHAPE)
        (tmp_path / f"{name}.css").write_text(STYLE.replace("NAME", name))
        return PAGE.replace("HEAD", HEADS[kind]).replace("NAME", name)

    return page


def drawings(traffic):
    return [url.rpartition("/")[2] for url, _ in traffic.requests if url.endswith(".svg")]


@pytest.mark.parametrize("kind", ["sheet", "pair", "refused", "style"])
def test_a_page_counts_as_loaded_once_its_masks_are_there(chromium, page, tmp_path, kind):
    window, server = chromium.new_page(), Server()
    server.attach(window)
    for name in (f"{kind}-{number}" for number in range(8)):
        server.begin()
        server.site = Site({"/": page(name, kind)}.get, tmp_path, "")
        window.goto(ORIGIN)
        assert drawings(server) == [f"{name}.svg"]
    window.close()


def test_so_does_a_page_that_is_written_into_the_window_of_another(audit, page, tmp_path):
    def shown(stage, name):
        subject = Subject(
            "page", "p", lambda setting: page(name, "script"), assets=tmp_path, assets_url="",
            policy="default-src 'self' 'unsafe-inline'",
        )  # fmt: skip
        stage.open(subject, Setting())
        row = stage.camera.shot(Box(0, 0, 40, 40))[20]
        return drawings(stage.traffic), row[5].tolist(), row[35].tolist()

    for name in (f"written-{number}" for number in range(8)):
        files, left, right = audit.run(lambda stage, name=name: shown(stage, name))
        assert files[0] == f"{name}.svg"
        assert (left, right) == ([255] * 3, [0] * 3)
