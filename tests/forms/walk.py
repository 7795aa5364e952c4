"""The walk that every host and every form library must pass."""

from __future__ import annotations

from typing import Any

from tests.forms.browser import CHILD, Browser, Send, begin
from tests.forms.permit import PAGES, permit

from citydesign.forms.journey import Flow, MemoryStore

TEMPLATE = """\
{% from "citydesign/all.html" import header, page %}
{% set top = header("Rantakylä", languages=here, form_id=form_id) if here else "" %}
{% call page(title=title ~ " – Rantakylä", error=failed, header=top) %}{{ content }}{% endcall %}
"""


def flow(forms: Any = PAGES) -> tuple[Flow, MemoryStore]:
    store = MemoryStore(debug=True)
    return Flow(permit(forms=forms), store, store.receive, b"s" * 32), store


def walk(send: Send, root: str, store: MemoryStore, whole: bool = True) -> None:
    """Fill in, err, go back, add a child, change, send twice; all by what the pages offer."""
    if whole:
        assert send("DELETE", root, {}, {}, {}).status == 405
    visit = Browser(send, root)
    begin(visit)
    assert visit.title == "Home en"
    visit.press()
    assert (visit.reply.status, visit.title) == (422, "Error: Home en" if whole else "Home en")
    visit.press(where="here")
    visit.press(**{**CHILD, "born_day": "32", "diet": "yes"})
    assert visit.reply.status == 422
    assert 'href="#born-day"' in visit.reply.html
    assert visit.fill()["name"] == [CHILD["name"]]
    assert visit.fill()["born-day"] == ["32"]
    visit.follow("Back")
    visit.press()
    assert visit.fill()["born-day"] == ["32"]
    assert "city-error-summary" not in visit.reply.html
    visit.press(**{**CHILD, "diet": "yes"})
    assert visit.at == "children/1/diet"
    visit.press(kind=["vegan", "milk"], note="å\r\nb")
    visit.press(action="add")
    visit.press(**{**CHILD, "name": "Eino"})
    visit.press()
    visit.press(when=["days", "nights"])
    visit.press(both="no")
    visit.press(name="Aino", email="not an address")
    assert visit.reply.status == 422
    visit.press(email="aino@example.fi", consent="y")
    assert visit.at == "check"
    for text in ("Äiti &lt;b&gt;", "1 May 2024", "Vegan", "No &lt;milk&gt;", "å<br>b", ">Yes<"):
        assert text in visit.reply.html, text
    stranger = Browser(send, root)
    assert stranger.ask(visit.url).status == 404
    visit.press(headers={"Sec_Fetch_Site": "cross-site"})
    assert visit.reply.status == 422
    assert store.received == []
    twice = visit.tab()
    visit.ask(visit.url)
    visit.press(headers={"Sec_Fetch_Site": "same-origin"})
    assert visit.at == "receipt"
    twice.ask(twice.url)
    assert twice.at == "receipt"
    (sent,) = store.received
    assert sent.reference in visit.reply.html
    assert [list(child) for child in sent.data["children"]] == [["child", "diet"], ["child"]]
    assert sent.data["hours"] == {"when": ("days", "nights")}
