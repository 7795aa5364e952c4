"""What is special about the session timeout. No test waits: the browser's clock is moved by hand."""

import datetime as dt

import pytest
from markupsafe import Markup
from tests.markup import document

from citydesign import assets, ui, use_locale

NOON = dt.datetime(2027, 3, 24, 12, tzinfo=dt.timezone(dt.timedelta(hours=2)))
MINUTE = 60_000
CITY = "http://city.test"
DIALOG = "dialog:modal"
FORM = Markup("<label for='typed'>Why</label><textarea id='typed'></textarea>")


def parse(html):
    (element,) = document(html).find("body")
    return element


def text(element):
    return " ".join("".join(element.itertext()).split())


def timeout(minutes=20, at=0, ended="/ended", **given):
    """The element as the server makes it `at` minutes after noon, for so many more minutes."""
    now = NOON + dt.timedelta(minutes=at)
    ends = now + dt.timedelta(minutes=minutes)
    return ui.session_timeout(ends, now, "/session", ended, **given)


class City:
    """A server with one session, and a browser whose clock stops until it is moved."""

    def __init__(self, context, device=NOON, loading=0, **given):
        self.asked, self.answer, self.given = [], None, given
        self.page = context.new_page()
        self.page.clock.install(time=device - dt.timedelta(hours=1))
        self.page.clock.pause_at(device)
        self.page.add_init_script(f"performance.now = () => {loading};")
        self.page.route(f"{CITY}/**", self.serve)
        self.page.goto(f"{CITY}/form")
        self.page.locator("city-session-timeout:defined").wait_for(state="attached")

    def serve(self, route):
        url = route.request.url.removeprefix(CITY)
        if url.startswith("/citydesign/"):
            route.fulfill(path=assets.assets_path() / url.removeprefix("/citydesign/"))
        elif url == "/form":
            self.send(route, 200, timeout(**self.given))
        elif url == "/session":
            self.asked.append((route.request.method, route.request.post_data))
            if self.answer is None:
                route.abort()
            else:
                self.send(route, *self.answer)
        else:
            self.send(route, 200, "")

    def send(self, route, status, element):
        content = element + FORM if element else Markup("<h1>Signed out</h1>")
        body = ui.page("Form", content=content)
        route.fulfill(status=status, body=str(body), content_type="text/html; charset=utf-8")

    def pass_by(self, minutes):
        self.page.clock.run_for(round(minutes * MINUTE))

    def sleep(self, minutes):
        """As a closed laptop does: no timer runs, and the clock has gone on."""
        self.page.clock.fast_forward(round(minutes * MINUTE))

    def says(self, words):
        self.page.locator(DIALOG).wait_for()
        self.pass_by(1 / 60)
        self.page.locator(DIALOG).get_by_text(words).wait_for()

    @property
    def warned(self):
        return self.page.locator(DIALOG).count()


@pytest.fixture
def city(chromium):
    contexts = []

    def city(**given):
        contexts.append(chromium.new_context())
        return City(contexts[-1], **given)

    yield city
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", "You will be signed out at 12:20. What you have not sent by then is lost."),
        (
            "fi",
            "Sinut kirjataan ulos klo 12.20. Se, mitä et ole siihen mennessä lähettänyt, katoaa.",
        ),
        ("sv", "Du loggas ut kl. 12.20. Det du inte har skickat före det försvinner."),
    ],
)
def test_without_scripts_the_end_and_what_is_lost_are_text(locale, said):
    with use_locale(locale):
        element = parse(timeout())
    assert text(element.find("p")) == said


def test_without_scripts_asking_for_more_leaves_what_was_typed_where_it_is():
    form = parse(timeout()).find(".//form")
    assert (form.get("method"), form.get("action")) == ("post", "/session")
    assert form.get("target") == "_blank"
    assert text(form) == "Get more time (opens in a new tab)"


def test_whether_what_was_typed_is_kept_is_said_in_the_line_and_the_dialog():
    kept = "What you have typed is kept."
    assert timeout(keeps=True).count(kept) == 2
    assert kept not in timeout()


def test_what_can_not_be_made_longer_has_nothing_to_press_but_close():
    html = timeout(extendable=False)
    assert html.count("<form") == html.count('<form method="dialog"') == 1


def test_each_warning_comes_once_and_at_its_minute(city):
    page = (here := city()).page
    here.answer = (200, timeout(5, at=15))
    here.pass_by(14.9)
    assert not here.warned
    assert here.asked == []
    here.pass_by(0.2)
    here.says("You have 5 minutes left.")
    assert here.asked == [("GET", None)]
    page.keyboard.press("Escape")
    here.answer = None
    here.pass_by(3.5)
    assert not here.warned
    here.pass_by(0.5)
    here.says("You have 1 minute left.")
    page.keyboard.press("Escape")
    here.pass_by(0.5)
    assert not here.warned


def test_what_is_open_changes_its_words_and_opens_no_second_time(city):
    page = (here := city()).page
    here.pass_by(15.1)
    here.says("You have 5 minutes left.")
    page.evaluate("document.querySelector('dialog').dataset.mark = 'x'")
    here.pass_by(4)
    here.says("You have 1 minute left.")
    assert page.locator("dialog[data-mark] [role=status]").count() == 1


def test_continue_gets_more_time_and_leaves_the_page_as_it_is(city):
    page = (here := city(fields=Markup('<input type="hidden" name="csrf" value="k3s">'))).page
    page.locator("#typed").fill("A long story")
    page.locator("#typed").focus()
    here.pass_by(15.1)
    here.says("You have 5 minutes left.")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Continue"
    here.answer = (200, timeout(20, at=16))
    page.keyboard.press("Enter")
    page.locator("dialog").wait_for(state="detached")
    assert here.asked[-1] == ("POST", "csrf=k3s")
    assert page.locator("#typed").input_value() == "A long story"
    assert page.evaluate("document.activeElement.id") == "typed"
    status = page.locator(".city-session-timeout__status")
    assert status.inner_text() == "You will be signed out at 12:36."
    assert "12:36" in page.locator(".city-session-timeout__line").inner_text()
    here.answer = (200, timeout(5, at=31))
    here.pass_by(14)
    assert not here.warned
    here.pass_by(1.1)
    here.says("You have 5 minutes left.")
    assert page.locator(DIALOG).get_by_text("12:36").count() == 1


def test_more_time_that_another_tab_got_needs_no_warning(city):
    here = city()
    here.answer = (200, timeout(20, at=15))
    here.pass_by(15.1)
    here.page.get_by_text("You will be signed out at 12:35.").first.wait_for()
    assert not here.warned
    here.answer = (200, timeout(5, at=30))
    here.pass_by(15)
    here.says("You have 5 minutes left.")


def test_a_warning_goes_away_when_another_tab_has_got_more_time(city):
    here = city()
    here.pass_by(15.1)
    here.says("You have 5 minutes left.")
    here.answer = (200, timeout(20, at=15))
    here.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    here.page.locator("dialog").wait_for(state="detached")


@pytest.mark.parametrize("answer", [(401, ""), (403, ""), (410, ""), (200, "")])
def test_the_server_says_that_it_is_over_and_the_page_with_data_is_gone(answer, city):
    here = city()
    here.answer = answer
    here.pass_by(15.1)
    here.page.wait_for_url(f"{CITY}/ended")
    assert here.page.evaluate("history.length") <= 2


@pytest.mark.parametrize("warned", [False, True])
def test_without_a_page_for_the_end_what_was_typed_stays_and_the_end_is_said(warned, city):
    given = {"ended": None, "kind": "hold", "keeps": True, "warnings": [5] if warned else []}
    here = city(**given)
    here.page.locator("#typed").fill("A long story")
    here.answer = (200, timeout(5, at=15, **given))
    here.pass_by(15.1)
    if warned:
        here.says("You have 5 minutes left.")
    here.answer = (410, "")
    here.pass_by(4.85)
    # An answer that takes ten seconds is none, by the clock that is moved here.
    here.pass_by(0.1)
    words = "We are no longer holding this time for you."
    line = here.page.locator(".city-session-timeout__line")
    line.get_by_text(words).wait_for()
    assert line.inner_text() == f"{words} What you have typed is kept."
    assert here.page.locator("[role=status].city-visually-hidden").inner_text() == words
    assert here.page.locator(".city-session-timeout__ask button").count() == 0
    assert not here.warned
    assert here.page.url == f"{CITY}/form"
    assert here.page.locator("#typed").input_value() == "A long story"
    asked = len(here.asked)
    here.pass_by(30)
    assert len(here.asked) == asked, "it is over for good"


@pytest.mark.parametrize("answer", [None, (500, ""), (404, "")])
def test_without_an_answer_nobody_is_sent_away_from_what_they_typed(answer, city):
    here = city()
    here.answer = answer
    here.page.locator("#typed").fill("A long story")
    here.pass_by(15.1)
    here.says("You have 5 minutes left.")
    here.page.keyboard.press("Escape")
    here.pass_by(10)
    assert here.page.url == f"{CITY}/form"
    assert here.page.locator("#typed").input_value() == "A long story"
    here.answer = (410, "")
    here.pass_by(1)
    here.page.wait_for_url(f"{CITY}/ended")


def test_a_device_that_slept_asks_when_it_wakes_up(city):
    here = city()
    here.answer = (200, timeout(2, at=18))
    here.sleep(18)
    here.says("You have 2 minutes left.")
    here.answer = (410, "")
    here.sleep(30)
    here.page.wait_for_url(f"{CITY}/ended")


@pytest.mark.parametrize("years", [-26, 3])
def test_a_clock_that_is_wrong_by_years_changes_nothing(years, city):
    here = city(device=NOON.replace(year=NOON.year + years))
    here.pass_by(14.9)
    assert here.asked == []
    here.pass_by(0.2)
    here.says("You have 5 minutes left.")


def test_a_page_that_took_a_minute_to_arrive_warns_a_minute_earlier(city):
    here = city(loading=MINUTE)
    here.pass_by(13.9)
    assert here.asked == []
    here.pass_by(0.2)
    here.says("You have 5 minutes left.")


def test_no_answer_is_said_and_the_dialog_stays(city):
    here = city()
    here.page.get_by_role("button", name="Get more time").click()
    here.says("You have 20 minutes left.")
    here.page.get_by_role("button", name="Continue").click()
    here.says("We could not get you more time. Try again.")
    # Seconds later there is hardly more time than before, and still it has worked.
    here.answer = (200, timeout(20))
    here.page.get_by_role("button", name="Continue").click()
    here.page.locator("dialog").wait_for(state="detached")
    here.page.locator("[aria-haspopup=dialog]:focus").wait_for()


def test_the_last_time_takes_the_button_away_and_the_focus_stays_in_the_dialog(city):
    here = city()
    here.page.get_by_role("button", name="Get more time").click()
    here.answer = (200, timeout(19, at=1, extendable=False))
    here.page.get_by_role("button", name="Continue").click()
    here.page.locator("dialog").get_by_role("button", name="Close").wait_for()
    assert here.page.evaluate("document.activeElement.textContent.trim()") == "Close"
    assert here.page.locator(".city-session-timeout__failed").inner_text() == ""
    here.page.keyboard.press("Enter")
    here.page.locator("dialog").wait_for(state="detached")
    assert here.page.get_by_role("button").count() == 0


def test_a_warning_that_is_due_when_the_page_opens_is_left_out(city):
    here = city(minutes=4)
    here.pass_by(2.9)
    assert not here.warned
    here.pass_by(0.1)
    here.says("You have 1 minute left.")


def test_moved_it_counts_on_and_removed_it_asks_nothing(city):
    here = city()
    here.pass_by(10)
    here.page.evaluate("main.append(document.querySelector('city-session-timeout'))")
    here.pass_by(5.1)
    here.says("You have 5 minutes left.")
    asked = len(here.asked)
    here.page.evaluate("document.querySelector('city-session-timeout').remove()")
    here.pass_by(30)
    assert len(here.asked) == asked


def test_moved_while_it_warns_it_can_warn_again(city):
    here = city()
    here.pass_by(15.1)
    here.says("You have 5 minutes left.")
    here.page.evaluate("main.append(document.querySelector('city-session-timeout'))")
    assert not here.warned
    here.pass_by(4)
    here.says("You have 1 minute left.")
    here.page.keyboard.press("Escape")
    here.page.locator("dialog").wait_for(state="detached")
    here.page.get_by_role("button", name="Get more time").click()
    here.says("You have 1 minute left.")


def test_what_is_shown_by_a_warning_passes_the_checks(city, a11y):
    here = city(sign_out_url="/out")
    here.pass_by(15.1)
    here.says("You have 5 minutes left.")
    a11y(here.page)
