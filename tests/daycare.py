"""The daycare application as its own commands start it, and the walk of its people on any host."""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date, timedelta
from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.forms.browser import Browser, Reply, Send, apart
from tests.test_forms_files import PDF

from citydesign.forms.store import Letter, Replies, SqlStore
from citydesign.store import send_due, store_engine

ROOT = Path(__file__).parents[1]
HERE = ROOT / "examples" / "daycare-application"
#: Each host, and the target of the Makefile that starts it.
HOSTS = {"flask": "demo", "django": "demo-django", "fastapi": "demo-fastapi"}


def command(target: str, port: int) -> tuple[list[str], dict[str, str]]:
    """What `make TARGET` runs in the example's folder, and what it says in the environment."""
    text = (ROOT / "Makefile").read_text("utf-8")
    common = re.search(r"^DAYCARE := (.*)$", text, re.MULTILINE)
    recipe = re.search(rf"^{target}: .*\n\t@(.*)$", text, re.MULTILINE)
    assert common, target
    assert recipe, target
    line = recipe[1].replace("$(DAYCARE)", common[1]).replace("$(PORT)", str(port))
    words = shlex.split(line)
    assert words[:3] == ["cd", "examples/daycare-application", "&&"]
    said = dict(one.split("=", 1) for one in words[3:] if re.fullmatch(r"[A-Z]+=.*", one))
    rest = words[3 + len(said) :]
    assert rest[0] == "../../$(BIN)/python"
    return [sys.executable, *rest[1:]], said


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(host: str, folder: Path) -> Iterator[SimpleNamespace]:
    """The service on a host, as its command starts it, with its outboxes."""
    port = free_port()
    words, said = command(HOSTS[host], port)
    env = {**os.environ, **said, "FOLDER": str(folder), "PYTHONPATH": str(ROOT / "src")}
    log = folder / "log"
    folder.mkdir(exist_ok=True)
    with log.open("wb") as out:
        process = subprocess.Popen(words, cwd=HERE, env=env, stdout=out, stderr=out)
    try:
        until = time.monotonic() + 60
        while True:
            assert process.poll() is None, log.read_text("utf-8")
            assert time.monotonic() < until, log.read_text("utf-8")
            with closing(socket.socket()) as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            # Nothing tells when a server of somebody else listens.
            time.sleep(0.05)
        engine = store_engine(f"sqlite:///{folder / 'forms.sqlite3'}")
        key = (folder / "key").read_bytes()
        yield SimpleNamespace(
            origin=f"http://localhost:{port}",
            store=SqlStore(engine, key, days=30, sent_days=365),
            replies=Replies(engine, key, sent_days=365),
            log=log,
        )
        engine.dispose()
    finally:
        process.terminate()
        process.wait()


def loaded(folder: Path, monkeypatch: Any, **said: str) -> SimpleNamespace:
    """The service on Flask within this process, and its modules by their names."""
    for name in ("DEBUG", "MAIL_HOST", "ORIGIN", "DATABASE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"FOLDER": str(folder), **said}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.syspath_prepend(HERE)
    names = ("settings", "questions", "service", "flask_app", "letters", "daily")
    for name in names:
        monkeypatch.delitem(sys.modules, name, raising=False)
    found = {name: import_module(name) for name in names}
    for name in names:
        # Another test has a service of its own.
        monkeypatch.delitem(sys.modules, name)
    return SimpleNamespace(**found, app=found["flask_app"].app)


def straight(app: Any) -> Send:
    """Ask the service on Flask, as `tests.forms.browser` does."""
    client = app.test_client(use_cookies=False)

    def send(method: str, url: str, form: Any, cookies: Any, headers: Any) -> Reply:
        headers = {**headers, "Cookie": "; ".join(f"{n}={v}" for n, v in cookies.items())}
        texts, files = apart(form, lambda name, content: (BytesIO(content), name))
        data = {**texts, **files} if method == "POST" else None
        answer = client.open(url, method=method, data=data, headers=headers)
        got = [parse_cookie(one) for one in answer.headers.getlist("Set-Cookie")]
        where = answer.location if answer.status_code == 303 else None
        return Reply(answer.status_code, answer.text, where, got)

    return send


def parse_cookie(header: str) -> tuple[str, str, str]:
    first, *rest = [one.strip() for one in header.split(";")]
    name, _, value = first.partition("=")
    (path,) = [one.partition("=")[2] for one in rest if one.lower().startswith("path=")]
    return name, value.strip('"'), path


def sent(visit: Browser, tag: str, wrong: Mapping[str, tuple[Any, str]] = {}) -> Browser:
    """Fill in the whole application by what the pages offer, with an error on each page.

    Args:
        visit: The browser.
        tag: The language.
        wrong: By name, an answer that is tried first, and what the page says about it.
    """
    start = date.today() + timedelta(days=120)
    when = {f"start_{part}": str(getattr(start, part)) for part in ("day", "month", "year")}
    one = {"names": "Aino", "surname": "Virtanen"}

    def press(**typed: Any) -> None:
        """Send the page empty, and then as it should be."""
        visit.press(**{name: [] for name in typed})
        assert visit.reply.status == 422, visit.url
        for name in typed.keys() & wrong:
            answer, text = wrong[name]
            visit.press(**{**typed, name: answer})
            assert visit.reply.status == 422, name
            assert text in visit.reply.html, name
        visit.press(**typed)
        assert visit.reply.status == 200, visit.reply.html

    visit.ask(f"/{tag}/apply/")
    visit.press()
    press(lives="no")
    visit.ask("town")
    visit.press(lives="yes")
    press(**one, identity=identity_code(date(2023, 5, 1), 123), diet="yes")
    press(about="Milk")
    press(**when, weekly="35")
    visit.press(action="add")
    press(**one, identity=identity_code(date(2024, 5, 1), 124), diet="no")
    press(**when, weekly="20")
    visit.press()
    press(hours="shifts")
    press(times=["nights"], rotas=[("rota.pdf", PDF)])
    press(first="kaleva", second="amuri", third="lielahti")
    press(name="Mikko", phone="040 123 4567", email="mikko@example.fi", other="yes")
    press(name="Liisa", phone="040 123 4567")
    visit.press()
    press(consent="y")
    assert visit.at == "check"
    visit.press()
    assert visit.at == "receipt"
    return visit


def post(outbox: Any) -> Letter:
    """Send what is due; gives the last letter."""
    found: list[Letter] = []
    send_due(outbox.due, found.append, outbox.sent)
    return found[-1]


def identity_code(born: date, number: int) -> str:
    """The personal identity code of a child of this century."""
    digits = f"{born:%d%m%y}{number:03}"
    mark = "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(digits) % 31]
    return f"{digits[:6]}A{digits[6:]}{mark}"


class Person:
    """Somebody at a browser, who reads and presses what a page offers."""

    def __init__(self, context: Any, origin: str, judge: Callable[[Any], None]) -> None:
        self.page, self._origin, self._judge = context.new_page(), origin, judge

    def open(self, url: str) -> None:
        self.page.goto(f"{self._origin}{url}")
        self._judge(self.page)

    def go(self, name: str, role: str = "button") -> None:
        """Press what has this name, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=name, exact=True).first.click()
        self._judge(self.page)

    def switch_language(self, name: str) -> None:
        menu = self.page.locator(".city-header__disclosure--menu > summary")
        if menu.is_visible():
            menu.click()
        with self.page.expect_navigation():
            self.page.locator(".city-header").get_by_text(name, exact=True).click()

    def fill(self, **typed: str) -> None:
        for name, text in typed.items():
            field = self.page.locator(f"[name='{name}']")
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(text)
            else:
                field.fill(text)

    def choose(self, *labels: str) -> None:
        for label in labels:
            self.page.get_by_label(label, exact=True).check()

    def add(self, id: str, name: str) -> None:
        file = {"name": name, "mimeType": "application/pdf", "buffer": PDF}
        self.page.locator(f"#{id}").set_input_files(file)

    def save(self, name: str, role: str = "link") -> bytes:
        with self.page.expect_download() as got:
            self.page.get_by_role(role, name=name, exact=True).click()
        return Path(got.value.path()).read_bytes()

    @property
    def title(self) -> str:
        return str(self.page.title()).replace("\u00ad", "").removesuffix(" – City of Tampere")

    @property
    def said(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())


def child(who: Person, names: str, born: date, diet: bool, number: int) -> None:
    """Answer all about one child."""
    who.fill(names=names, surname="Virtanen", identity=identity_code(born, number))
    who.choose("Yes" if diet else "No")
    who.go("Continue")
    if diet:
        who.fill(about="Milk & <nuts>")
        who.add("certificates", "doctor.pdf")
        who.go("Continue")
    start = date.today() + timedelta(days=120)
    for part in ("day", "month", "year"):
        who.page.locator(f"#start-{part}").fill(str(getattr(start, part)))
    who.choose("35 hours or more")
    who.go("Continue")


def resident(who: Person, service: SimpleNamespace, device: Callable[[], Person]) -> Person:
    """Apply for two children on two devices, up to the receipt; gives who has it."""
    # As people type it, without the last slash.
    who.open("/en/apply")
    assert who.title == "Apply for a place in early childhood education"
    assert "What you will need" in who.said
    who.go("Start")
    assert who.title == "Does the child live in Tampere?"
    who.choose("No")
    who.go("Continue")
    assert who.title == "Apply where the child lives"
    who.go("Back", "link")
    who.choose("Yes")
    who.go("Continue")
    assert who.title == "Child 1: The child's details"
    who.go("Continue")
    assert who.title == "Error: Child 1: The child's details"
    errors = who.page.locator(".city-error-summary a")
    assert errors.count() == 4
    errors.first.click()
    assert who.page.locator(":focus").get_attribute("name") == "names"
    # Half typed, in another language and back.
    who.fill(names="Aino <b>")
    who.switch_language("Svenska")
    assert who.page.title() == "Barn 1: Barnets uppgifter – Tammerfors stad"
    assert who.page.locator("[name=names]").input_value() == "Aino <b>"
    who.switch_language("English")
    child(who, "Aino <b>", date(2023, 5, 1), True, 123)
    assert who.title == "Your children"
    who.go("Add another")
    child(who, "Eino", date(2024, 6, 2), False, 124)
    assert "doctor.pdf" in who.said
    who.go("Continue")
    who.choose("Also in the evening, at night or at weekends")
    who.go("Continue")
    assert who.title == "Shift care"
    who.choose("At night")
    who.add("rotas", "rota.pdf")
    # Tomorrow, elsewhere.
    who.go("Save and continue later")
    who.fill(email="mikko@example.fi")
    who.go("Send the link")
    left, who = who, device()
    who.open(f"/en/apply/resume/{post(service.store).token}")
    who.go("Send the code")
    who.fill(code=str(post(service.store).code))
    who.go("Continue")
    assert who.title == "Shift care", who.title
    assert "rota.pdf" in who.said
    left.page.goto(who.page.url)
    assert left.title == "We can't find your form", "and the first device is out"
    left.page.close()
    who.go("Continue")
    who.fill(first="kaleva", second="kaleva")
    who.go("Continue")
    assert "is already chosen above" in who.said
    who.fill(second="amuri")
    who.go("Continue")
    who.fill(name="Mikko Virtanen", phone="040 123 4567", email="mikko@example.fi")
    who.choose("Yes")
    who.go("Continue")
    assert who.title == "Other guardian 1: The guardian's details"
    who.fill(name="Liisa Laine", phone="040 765 4321")
    who.go("Continue")
    who.go("Continue")
    who.choose("All guardians agree to this application.")
    who.go("Continue")
    assert who.title == "Check your answers"
    for text in ("Aino <b>", "Milk & <nuts>", "doctor.pdf", "At night", "rota.pdf", "Liisa Laine"):
        assert text in who.said, text
    # One answer is changed, and nothing is asked again.
    who.page.locator("a[href*='/centres?change#third']").click()
    who.page.wait_for_url("**/centres?change*")
    who.fill(third="tesoma")
    who.go("Continue")
    assert who.title == "Check your answers"
    assert "Tesoman päiväkoti" in who.said
    who.go("Send")
    assert who.title == "We have received your answers"
    assert "Accept or decline the place within two weeks." in who.said
    return who


def staff(who: Person, reference: str) -> None:
    """Take the application, look at it, and ask something."""
    who.open("/en/staff/")
    assert who.title == "Who are you?"
    who.go("Ville Korhonen")
    assert who.title == "You don't have access to this page"
    who.open("/en/pretend/?to=/en/staff/")
    who.go("Mikael Nyström")
    who.go(reference, "link")
    assert "Milk & <nuts>" in who.said
    assert who.save("rota.pdf") == PDF
    assert who.save("Save a copy (PDF)").startswith(b"%PDF")
    who.go("I will handle this")
    who.go("Ask the resident", "link")
    who.fill(text="Which nights?")
    who.go("Send the question")
    assert "Question sent" in who.said


def walk(service: SimpleNamespace, device: Callable[[], Person]) -> None:
    """From the first question to the decision, by what the pages offer."""
    sender = resident(device(), service, device)
    reference = sender.page.locator(".city-confirmation__number").inner_text()
    assert sender.save("Save a copy (PDF)").startswith(b"%PDF")
    sender.page.go_back()
    assert sender.title == "We have received your answers", "it is sent once"
    assert post(service.store).submission.reference == reference  # type: ignore[union-attr]
    assert post(service.replies).kind == "received"
    office = device()
    staff(office, reference)
    home = device()
    home.open(f"/en/sent/resume/{post(service.replies).token}")
    home.go("Send the code")
    home.fill(code=str(post(service.replies).code))
    home.go("Continue")
    assert "Which nights?" in home.said
    assert home.save("Save a copy (PDF)").startswith(b"%PDF")
    home.fill(text="From Friday to Sunday")
    home.go("Send the answer")
    assert "Thank you for your answer" in home.said
    office.go("Sent forms", "link")
    office.go(reference, "link")
    assert "From Friday to Sunday" in office.said
    office.go("Decide", "link")
    office.fill(text="Both children have a place at Kalevan päiväkoti.")
    office.go("Check the decision")
    office.go("Send the decision")
    assert "Decided" in office.said
    office.go("Figures", "link")
    assert "Forms sent fewer than 5" in office.said
    office.go("Show figures")
    assert office.title == "Figures"
    assert post(service.replies).kind == "decision"
    home.page.reload()
    assert "Both children have a place" in home.said
    assert "Traceback" not in service.log.read_text("utf-8")
