"""The host says who sends a request, and no password is kept."""

import ast
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from citydesign.errors import CityDesignError
from citydesign.identity import (
    FAKE_COOKIE,
    FakeIdentity,
    NotAllowed,
    NotSignedIn,
    Person,
    require,
)

ROOT = Path(__file__).parents[1]
AINO = Person("1", "Aino Virtanen", {"staff", "lead"})
EINO = Person("2", "Eino Korhonen")


def test_one_of_the_roles_is_enough():
    assert require(lambda request: AINO, None, "admin", "lead") is AINO
    assert require(lambda request: EINO, None) is EINO
    with pytest.raises(NotAllowed, match="admin, staff"):
        require(lambda request: EINO, None, "admin", "staff")
    with pytest.raises(NotSignedIn):
        require(lambda request: None, None)


async def _late(request):
    return AINO


@pytest.mark.parametrize("who", [lambda request: "aino", lambda request: {"id": "1"}, lambda r: 0])
def test_a_port_that_gives_something_else_is_named(who):
    with pytest.raises(CityDesignError, match=r"give a citydesign\.identity\.Person or None"):
        require(who, None)


def test_a_port_that_is_async_is_named():
    made = _late(None)
    with pytest.raises(CityDesignError, match=r"gave coroutine; .* not async"):
        require(lambda request: made, None)
    made.close()


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (("", "Aino"), "id is ''"),
        ((" ", "Aino"), "id is ' '"),
        ((1, "Aino"), "id is 1"),
        ((None, "Aino"), "id is None"),
        (("1", ""), "name is ''"),
        (("1", "Aino", "staff"), "roles is the text 'staff'; give a set: {'staff'}"),
    ],
)
def test_a_person_that_can_not_be_meant_is_refused(given, problem):
    with pytest.raises(CityDesignError, match=re.escape(problem)):
        Person(*given)


def test_roles_stay_as_they_were_given():
    roles = {"staff"}
    person = Person("1", "Aino", roles)
    roles.add("admin")
    assert person.roles == {"staff"}


def test_the_fake_runs_only_in_debug():
    with pytest.raises(CityDesignError, match="only in debug"):
        FakeIdentity([AINO], debug=False)
    with pytest.raises(CityDesignError, match="the same id"):
        FakeIdentity([AINO, Person("1", "Eino")], debug=True)


def flask_request(cookie):
    import flask

    app = flask.Flask("app")
    with app.test_request_context("/", headers={"Cookie": cookie}):
        return flask.request._get_current_object()


def starlette_request(cookie):
    from starlette.requests import Request

    return Request({"type": "http", "headers": [(b"cookie", cookie.encode())]})


def django_request(cookie):
    code = """
import sys
import django.conf
django.conf.settings.configure()
from django.test import RequestFactory
from citydesign.identity import FakeIdentity, Person
who = FakeIdentity([Person("1", "Aino Virtanen"), Person("2", "Eino")], debug=True)
person = who(RequestFactory().get("/", HTTP_COOKIE=sys.argv[1]))
print(person and person.id)
"""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code, cookie],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip


@pytest.mark.parametrize(
    ("cookie", "who"),
    [
        (f"{FAKE_COOKIE}=2", "2"),
        (f"{FAKE_COOKIE}=3", None),
        (f"{FAKE_COOKIE}=", None),
        ("a=2", None),
    ],
)
def test_the_fake_reads_the_requests_of_every_host(cookie, who):
    fake = FakeIdentity([AINO, EINO], debug=True)
    for request in (flask_request(cookie), starlette_request(cookie)):
        person = fake(request)
        assert (person and person.id) == who
    assert django_request(cookie) == str(who)


def test_the_snippets_of_the_guide_give_a_person():
    page = (ROOT / "docs" / "start" / "who-sends-a-request.md").read_text("utf-8")
    ports = [text for text in re.findall(r"```python\n(.*?)```", page, re.S) if "def who" in text]
    assert len(ports) == 3
    groups = SimpleNamespace(values_list=lambda name, flat: ["staff"])
    signed_in = SimpleNamespace(
        is_authenticated=True, pk=1, groups=groups, get_full_name=lambda: "Aino Virtanen",
        identity="1", display_name="Aino Virtanen",
    )  # fmt: skip
    auth = SimpleNamespace(scopes=["staff"])
    nobody = SimpleNamespace(is_authenticated=False)
    user = {"sub": "1", "name": "Aino Virtanen", "roles": ["staff"]}
    for text in ports:
        names = {"Person": Person}
        exec(compile(text, "who-sends-a-request.md", "exec"), names)
        for person, session in ((signed_in, {"user": user}), (nobody, {})):
            names["session"] = session
            found = names["who"](SimpleNamespace(user=person, auth=auth))
            assert found == (Person("1", "Aino Virtanen", {"staff"}) if session else None)


def test_no_table_keeps_a_password():
    """Nor a hash of one, however it is called."""
    secret = re.compile(r"passw|passcode|passphrase|pwd|salt|login|credential")
    columns = set()
    for folder in ("src", "examples"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and node.args:
                    called = getattr(node.func, "attr", getattr(node.func, "id", None))
                    first = node.args[0]
                    if called in ("Column", "mapped_column") and isinstance(first, ast.Constant):
                        columns.add(first.value)
    assert {"resource", "person", "expires"} <= columns
    assert [name for name in sorted(columns) if secret.search(str(name).lower())] == []


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)", "staff", ""]
)  # fmt: skip
def test_whom_you_pretend_to_be_is_chosen_and_leads_back_to_pages_of_the_site_only(to):
    from citydesign.exchange import Redirect, Request
    from citydesign.staff import Pretend

    pages = Pretend(FakeIdentity([AINO, EINO], debug=True))
    asked = {"root": "/pretend/", "query": {"to": "/staff/?page=2"}}
    page = pages.answer(Request(**asked))
    assert "Aino Virtanen" in page.content
    assert 'name="to" value="/staff/?page=2"' in page.content
    for refused in ({"person": "9"}, {}):
        assert "Eino" in pages.answer(Request("/pretend/", form=refused)).content
    forged = pages.answer(Request("/pretend/", form={"person": "1"}, genuine=False))
    assert not forged.cookies, "another site makes nobody anyone"
    chosen = pages.answer(Request("/pretend/", form={"person": "1", "to": "/staff/"}))
    assert isinstance(chosen, Redirect)
    (cookie,) = chosen.cookies
    assert (chosen.location, cookie.name, cookie.value) == ("/staff/", FAKE_COOKIE, "1")
    assert (
        pages.answer(Request("/pretend/", form={"person": "1", "to": to})).location == "/pretend/"
    )
