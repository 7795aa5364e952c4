"""What the pointer changes is drawn without a pointer, and taken back."""

import pytest

from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Subject

pytestmark = pytest.mark.browser

PAGE = r"""<!doctype html><html lang="en"><head><title>Fees</title>
<link rel="stylesheet" href="/citydesign/a.css"></head><body><main><h1>Fees</h1>
<a href="#b" class="hover:wide">Fees</a><p id="b">Text</p><button>Send</button></main></body>
</html>"""
CSS = r"""
@layer low { a:hover { color: rgb(9, 9, 9); background-color: rgb(1, 1, 1) } }
a { color: rgb(0, 0, 9) }
@media (min-width: 1px) { a:hover::before { content: "x" } }
a:not(:hover) { outline: 3px solid rgb(4, 4, 4) }
.hover\:wide { letter-spacing: 2px }
button:hover { color: rgb(2, 2, 2) }
button { color: rgb(3, 3, 3) }
main button { margin: 7px; &:hover { margin: 8px } }
p:hover { color: rgb(5, 5, 5) }
"""
LOOK = """() => {
  const of = (query, part) => getComputedStyle(document.querySelector(query), part);
  return [of("a").color, of("a").backgroundColor, of("a", "::before").content,
    of("a").outlineStyle, of("a").letterSpacing, of("button").color, of("button").marginTop,
    of("p").color];
}"""
AT_REST = [
    "rgb(0, 0, 9)", "rgba(0, 0, 0, 0)", "none", "solid", "2px", "rgb(3, 3, 3)", "7px",
    "rgb(0, 0, 0)",
]  # fmt: skip
#: Weight, layers and order count as they do under a pointer, on what is named alone.
POINTED = [
    "rgb(0, 0, 9)", "rgb(1, 1, 1)", '"x"', "none", "2px", "rgb(2, 2, 2)", "8px", "rgb(0, 0, 0)",
]  # fmt: skip


def test_what_the_rules_say_of_the_pointer_is_what_the_browser_would_draw(audit, tmp_path):
    (tmp_path / "a.css").write_text(CSS)
    page = Subject("media", "pointed", html=lambda _: PAGE, assets=tmp_path)

    def look(stage):
        stage.open(page, Setting())
        looks = [stage.js(LOOK)]
        with stage.media.pointed(["a", "button"]):
            looks.append(stage.js(LOOK))
        looks.append(stage.js(LOOK))
        with stage.media.posing(["a", "button"], ["hover"]):
            looks.append(stage.js(LOOK))
        return looks

    rest, pointed, after, posed = audit.run(look)
    assert rest == after == AT_REST
    assert pointed == posed == POINTED
