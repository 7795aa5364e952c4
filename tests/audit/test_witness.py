"""The picture of a fault shows the element, wherever the page is scrolled meanwhile."""

import io

import numpy as np
import pytest
from PIL import Image

from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Subject
from citydesign.audit.run.witness import AROUND, HIGHEST, INK, WIDEST, Witness
from citydesign.audit.verdict.finding import Finding

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fees</title><style>
body { margin: 0; block-size: 4000px; inline-size: 2400px; position: relative }
div { background: #0a0; position: absolute }
#low { inset: 2500px auto auto 1300px; block-size: 60px; inline-size: 90px }
#large { inset: 0 auto auto 0; block-size: 2000px; inline-size: 1200px }
</style></head><body><div id="low"></div><div id="large"></div></body></html>"""


def picture(audit, selector, scrolled):
    def look(stage):
        stage.open(Subject("page", "fees", lambda setting: PAGE, policy=""), Setting())
        stage.js("at => scrollTo(...at)", scrolled)
        witness = Witness(lambda finding: True)
        found = Finding("names", "4.1.2", "saw", "mend", selector, "", "page", "fees", Setting())
        witness(stage, found)
        return witness.pictures[found.key]

    return np.asarray(Image.open(io.BytesIO(audit.run(look))).convert("RGB")).astype(int)


def many(pixels, colour):
    return int((abs(pixels - colour) < 9).all(axis=-1).sum())


@pytest.mark.parametrize("scrolled", [[0, 0], [0, 1200], [900, 2300], [0, 3200]])
def test_it_shows_the_element_and_what_is_around_it(audit, scrolled):
    pixels = picture(audit, "#low", scrolled)
    assert pixels.shape[:2] == (60 + 2 * AROUND, 90 + 2 * AROUND)
    # The frame around it takes a pixel of each side.
    assert many(pixels, (0, 0xAA, 0)) >= 58 * 88
    assert many(pixels, INK) > 2 * (60 + 90) * 3


def test_of_a_large_one_it_shows_the_beginning(audit):
    pixels = picture(audit, "#large", [0, 500])
    assert pixels.shape[:2] == (HIGHEST, WIDEST)
    assert many(pixels, (0, 0xAA, 0)) > 0.99 * (HIGHEST - 4) * (WIDEST - 4)
