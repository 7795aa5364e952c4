"""A resident books, moves and cancels an appointment; scripts are never needed."""

import datetime as dt
import importlib.util
import re
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.markup import document

from citydesign.booking import Hours, Resource, Rule, calendar, openings
from citydesign.booking.shown import chosen_any
from citydesign.booking.store.schema import metadata
from citydesign.hours import PublicHolidays
from citydesign.identity import Person

HERE = Path(__file__).parents[1] / "examples" / "appointment-booking"
MONDAY = dt.datetime(2027, 3, 22, 6, 0, tzinfo=dt.UTC)


def load():
    """The service's own module."""
    for name in ("library", "offer", "plan", "seed", "staff"):
        sys.modules.pop(name, None)
    spec = importlib.util.spec_from_file_location("appointment_app", HERE / "app.py")
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@pytest.fixture(scope="module")
def module():
    return load()


@pytest.fixture(scope="module")
def installed_host(module, tmp_path_factory):
    """The service; making it compiles every template, so it is made once."""
    time = SimpleNamespace(now=MONDAY)
    folder = tmp_path_factory.mktemp("city")
    app = module.create_app(f"sqlite:///{folder}/city.db", lambda: time.now, seeded=False)
    app.testing = True
    return SimpleNamespace(app=app, time=time, store=app.extensions["store"])


@pytest.fixture
def city(installed_host):
    """The service on a Monday morning with nothing booked, its clock in the test's hands."""
    installed_host.time.now = MONDAY
    with installed_host.store.engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    return installed_host


def parse(html):
    return document(html)


def hidden(html):
    return {
        e.get("name"): e.get("value", "")
        for e in parse(html).iter("input")
        if e.get("type") == "hidden"
    }


def action(html):
    """Where the form for details, times or a last question is sent."""
    forms = [e for e in parse(html).find(".//main").iter("form") if not e.get("target")]
    return next(e.get("action") for e in forms if e.get("method") == "post")


def free(html):
    """The times that can be chosen, by the names that the store has for them."""
    return [
        e.get("value").split("|", 2)[2]
        for e in parse(html).iter("input")
        if e.get("type") == "radio" and e.get("name") == "time"
    ]


def time(slot, minutes=30):
    """What the page sends for a time of the store; for nonsense, nonsense."""
    try:
        start = dt.datetime.strptime(slot[:14], "%Y%m%dT%H%MZ").replace(tzinfo=dt.UTC)
    except ValueError:
        return slot
    minutes = 60 if "|family|" in slot else minutes
    return f"{start.isoformat()}|{(start + dt.timedelta(minutes=minutes)).isoformat()}|{slot}"


class Resident:
    """One browser."""

    def __init__(self, city, tag="fi", service="advice", place="keskusta"):
        self.client = city.app.test_client()
        self.tag, self.service = tag, service
        self.times = f"/{tag}/?product={service}&place={place}"

    def hold(self, slot=None):
        html = self.client.get(self.times).text
        data = {**hidden(html), "time": time(slot or free(html)[0])}
        return self.client.post(action(html), data=data)

    def book(self, slot=None, **changes):
        held = self.hold(slot)
        assert held.status_code == 303, held.text
        return self.tell(held.location, **changes)

    def tell(self, page, **changes):
        html = self.client.get(page).text
        told = {"name": "Aino Virtanen", "phone": "040 123 4567", "email": "aino@example.fi"}
        return self.client.post(page, data={**hidden(html), **told, **changes})


@pytest.mark.parametrize("tag", ["fi", "sv", "en"])
def test_the_whole_way_in_each_language(city, tag):
    client = city.app.test_client()
    start = client.get(f"/{tag}/")
    assert start.status_code == 200
    assert f'lang="{tag}"' in start.text
    assert client.get(f"/{tag}/?product=advice").status_code == 200
    anywhere = client.get(f"/{tag}/?product=advice&place=*")
    assert anywhere.status_code == 200
    boxes = [e for e in parse(anywhere.text).iter("input") if e.get("name") == "time"]
    times = [chosen_any(e.get("value")) for e in boxes if e.get("type") == "radio"]
    assert {place for ways in times for _, place in ways} == {"keskusta", "itakeskus", "malmi"}
    # The same time at two of them is one choice.
    starts = [ways[0][0].start for ways in times]
    assert len(set(starts)) == len(starts)
    resident = Resident(city, tag)
    booked = resident.book()
    assert booked.status_code == 303
    page = resident.client.get(booked.location)
    assert page.status_code == 200
    assert {"fi": "Aikasi on varattu", "sv": "Din tid är bokad", "en": "is booked"}[
        tag
    ] in page.text
    assert "Virtanen" not in booked.location


def test_nothing_chosen_says_what_to_choose(city):
    client = city.app.test_client()
    answer = client.get("/fi/?product=")
    assert answer.status_code == 422
    assert "<title>Virhe: " in answer.text
    resident = Resident(city)
    html = resident.client.get(resident.times).text
    answer = resident.client.post(action(html), data=hidden(html))
    assert answer.status_code == 422
    assert "Et ole valinnut aikaa. Valitse jokin vapaista ajoista." in answer.text
    assert 'href="#time"' in answer.text
    assert 'id="time"' in answer.text


def test_the_times_are_those_of_the_place(city):
    keskusta = free(Resident(city).client.get("/fi/?product=advice&place=keskusta").text)
    malmi = free(Resident(city).client.get("/fi/?product=advice&place=malmi").text)
    assert keskusta[0] == "20270322T0700Z|advice|keskusta"
    # Malmi closes for lunch at 11.30 and opens at 12.30, Finnish time.
    assert not [slot for slot in malmi if slot.startswith(("20270322T0930Z", "20270322T1000Z"))]
    # Good Friday is 26 March.
    assert not [slot for slot in keskusta if slot.startswith("20270326")]


def test_two_people_want_the_same_time(city):
    slot = "20270323T0700Z|family|itakeskus"
    first = Resident(city, service="family", place="itakeskus")
    second = Resident(city, service="family", place="itakeskus")
    assert first.hold(slot).status_code == 303
    html = second.client.get(second.times).text
    assert slot not in free(html)
    answer = second.client.post(action(html), data={**hidden(html), "time": time(slot)})
    assert answer.status_code == 422
    assert "Joku muu ehti" in answer.text
    near = free(answer.text)
    assert near
    assert slot not in near
    data = {**hidden(answer.text), "time": time(near[0])}
    again = second.client.post(action(answer.text), data=data)
    assert again.status_code == 303


@pytest.mark.parametrize(
    "slot",
    [
        "20270322T0701Z|advice|keskusta",
        "20270321T0700Z|advice|keskusta",
        "20290322T0700Z|advice|keskusta",
        "20270322T2300Z|advice|keskusta",
        "20270322T0700Z|family|keskusta",
        "x",
        "||",
        "20270322T0700Z|advice|../..",
        "99999999T9999Z|advice|keskusta",
    ],
)
def test_a_forged_time_cannot_be_held(city, slot):
    answer = Resident(city).hold(slot)
    assert answer.status_code == 422
    window = (MONDAY - dt.timedelta(days=5), MONDAY + dt.timedelta(days=1000))
    assert not city.store.bookings("keskusta", *window)


def test_a_double_click_holds_and_books_once(city):
    resident = Resident(city)
    html = resident.client.get(resident.times).text
    data = {**hidden(html), "time": time(free(html)[0])}
    pages = {resident.client.post(action(html), data=data).location for _ in range(3)}
    assert len(pages) == 1
    page = pages.pop()
    html = resident.client.get(page).text
    data = {**hidden(html), "name": "Aino", "phone": "040 123 4567"}
    ends = [resident.client.post(page, data=data) for _ in range(3)]
    assert {answer.location for answer in ends} == {ends[0].location}
    booked = city.store.bookings("keskusta", MONDAY, MONDAY + dt.timedelta(days=30))
    assert len(booked) == 1
    assert len([m for m in city.store.due() if m.kind == "confirmed"]) == 1


def test_what_was_typed_survives_an_error(city):
    resident = Resident(city)
    held = resident.hold()
    answer = resident.tell(held.location, name='<b>"Äiti', phone="12", email="x")
    assert answer.status_code == 422
    values = {e.get("name"): e.get("value") for e in parse(answer.text).iter("input")}
    assert (values["name"], values["phone"], values["email"]) == ('<b>"Äiti', "12", "x")
    assert "<b>" not in answer.text


@pytest.mark.parametrize("same", [True, False])
def test_an_expired_hold_keeps_what_was_typed_and_offers_near_times(city, same):
    resident = Resident(city)
    first = free(resident.client.get(resident.times).text)[2]
    held = resident.hold(first)
    city.time.now += dt.timedelta(minutes=16)
    answer = resident.tell(held.location)
    assert answer.status_code == 422
    assert "Emme enää pidä tätä aikaa sinulle" in answer.text
    assert 'value="Aino Virtanen"' in answer.text
    near = free(answer.text)
    assert first in near
    chosen = first if same else near[-1]
    data = {
        **hidden(answer.text),
        "name": "Aino Virtanen",
        "phone": "040 123 4567",
        "time": time(chosen),
    }
    booked = resident.client.post(held.location, data=data)
    assert booked.status_code == 303
    # Sent twice, it is booked once.
    assert resident.client.post(held.location, data=data).location == booked.location
    (only,) = city.store.bookings("keskusta", MONDAY, MONDAY + dt.timedelta(days=30))[-1:]
    assert only.slots[0].key == chosen


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("fi", "Keskustan palvelupiste: maanantai 22. maaliskuuta 2027 klo"),
        ("sv", "Servicestället i centrum: måndag 22 mars 2027 kl."),
        ("en", "Centre service point: Monday, 22 March 2027 at"),
    ],
)
def test_a_day_within_a_sentence_is_written_as_its_language_writes_it(city, tag, said):
    resident = Resident(city, tag)
    page = resident.client.get(resident.hold().location)
    assert said in " ".join("".join(parse(page.text).itertext()).split())


def test_more_time_is_given_when_asked(city):
    resident = Resident(city)
    held = resident.hold()
    city.time.now += dt.timedelta(minutes=14)
    html = resident.client.get(held.location).text
    (before,) = city.store.bookings("keskusta", MONDAY, MONDAY + dt.timedelta(days=30))
    more = resident.client.post(f"{held.location}time", data=hidden(html))
    assert more.status_code == 200
    assert "Sait lisäaikaa" in more.text
    after = city.store.booking(before.id)
    assert after.expires == before.expires + dt.timedelta(minutes=14)
    wall = after.expires.astimezone(city.store.plan.office["keskusta"].tz)
    assert f"Pidämme ajan sinulle klo {wall.hour}.{wall:%M} asti" in more.text
    city.time.now += dt.timedelta(minutes=14)
    assert resident.tell(held.location).status_code == 303


def test_nobody_else_sees_a_hold(city):
    held = Resident(city).hold()
    stranger = city.app.test_client()
    stranger.get("/fi/")
    assert stranger.get(held.location).status_code == 404


def test_a_time_that_is_given_up_is_free_again(city):
    resident = Resident(city)
    slot = free(resident.client.get(resident.times).text)[0]
    for _ in range(2):
        held = Resident(city).hold(slot)
        assert held.status_code == 303
    assert slot not in free(resident.client.get(resident.times).text)
    other = Resident(city)
    held = other.hold("20270322T0800Z|advice|keskusta")
    html = other.client.get(held.location).text
    assert other.client.post(f"{held.location}release", data=hidden(html)).status_code == 303
    assert "20270322T0800Z|advice|keskusta" in free(resident.client.get(resident.times).text)


def test_the_calendar_file_is_the_booking(city):
    resident = Resident(city)
    page = resident.book().location
    file = resident.client.get(f"{page}calendar.ics")
    assert file.mimetype == "text/calendar"
    (entry,) = calendar.read(file.data)
    assert entry.start == dt.datetime(2027, 3, 22, 7, 0, tzinfo=dt.UTC)
    assert entry.sequence == 0
    assert b"Virtanen" not in file.data


def test_moving_frees_the_old_time_and_keeps_the_calendar_entry(city):
    resident = Resident(city)
    page = resident.book().location
    (before,) = calendar.read(resident.client.get(f"{page}calendar.ics").data)
    html = resident.client.get(f"{page}move").text
    new = free(html)[3]
    moved = resident.client.post(f"{page}move", data={**hidden(html), "time": time(new)})
    assert moved.location == page
    assert "Aikasi on siirretty" in resident.client.get(page).text
    (after,) = calendar.read(resident.client.get(f"{page}calendar.ics").data)
    assert after.uid == before.uid
    assert after.sequence > before.sequence
    booked = city.store.bookings("keskusta", MONDAY, MONDAY + dt.timedelta(days=30))
    assert [b.slots[0].key for b in booked if b.lives(city.time.now)] == [new]


def test_looking_never_cancels(city):
    resident = Resident(city)
    page = resident.book().location
    asked = resident.client.get(f"{page}cancel")
    assert "Haluatko perua aikasi?" in asked.text
    assert resident.client.get(page).status_code == 200
    done = resident.client.post(f"{page}cancel", data=hidden(asked.text))
    page = resident.client.get(done.location)
    assert "Aikasi on peruttu" in page.text
    file = resident.client.get(f"{done.location}calendar.ics")
    assert b"METHOD:CANCEL" in file.data
    assert b"mailto:aino@example.fi" in file.data
    assert file.headers["Cache-Control"] == "no-store"


def test_a_cancelled_a_wrong_and_an_altered_link_look_alike(city):
    resident = Resident(city)
    page = resident.book().location
    asked = resident.client.get(f"{page}cancel")
    resident.client.post(f"{page}cancel", data=hidden(asked.text))
    altered = page[:-3] + ("AA/" if page[-3:-1] != "AA" else "BB/")
    answers = [resident.client.get(p) for p in (page, altered, "/fi/booking/x/", f"{page}cancel")]
    assert {answer.status_code for answer in answers} == {404}
    bodies = {re.sub(r'href="[^"]*"', "", answer.text) for answer in answers}
    assert len(bodies) == 1


def test_too_late_to_cancel_is_said_and_nothing_changes(city):
    resident = Resident(city, service="family", place="keskusta")
    page = resident.book().location
    city.time.now = dt.datetime(2027, 3, 23, 6, 0, tzinfo=dt.UTC)
    asked = resident.client.get(f"{page}cancel")
    answer = resident.client.post(f"{page}cancel", data=hidden(asked.text))
    assert answer.status_code == 422
    assert "ei voi enää perua verkossa" in answer.text
    assert resident.client.get(page).status_code == 200


def test_a_cap_is_said_in_words(city):
    resident = Resident(city, service="family", place="keskusta")
    assert resident.book().status_code == 303
    answer = resident.hold()
    assert answer.status_code == 422
    assert "Et voi nyt tehdä enempää varauksia" in answer.text


def test_a_database_that_is_gone_is_a_kind_page(city, monkeypatch):
    from citydesign.store.failures import Reason, StoreUnavailable

    def gone(*arguments, **options):
        raise StoreUnavailable(Reason.GONE, "gone")

    monkeypatch.setattr(city.store, "hold_any", gone)
    answer = Resident(city).hold()
    assert answer.status_code == 503
    assert "Ajanvaraus ei toimi juuri nyt" in answer.text
    assert "Traceback" not in answer.text


def test_old_and_silly_weeks_are_answered(city):
    client = city.app.test_client()
    for day in ("2020-01-01", "9999-12-31", "x", "", "2027-02-30"):
        page = f"/fi/?product=advice&place=keskusta&from={day}"
        assert client.get(page).status_code == 200
    for page in ("/fi/nothing/", "/fi/?product=advice&place=moon", "/xx/", "/fi/?product=moon"):
        assert client.get(page).status_code == 404


def test_the_language_switch_keeps_the_page(city):
    there = "?product=advice&place=malmi&from=2027-04-12"
    html = city.app.test_client().get(f"/fi/{there}").text
    assert f'href="/sv/{there.replace("&", "&amp;")}"' in html


def test_a_club_takes_a_room_of_the_library_for_two_hours_on_four_days(city):
    client = city.app.test_client()
    page = client.get("/fi/?product=group-room").text
    assert "Kuinka pitkäksi ajaksi?" in page or "group-room/120" in page
    series = "weekly|" + "|".join(["group-room/120"] * 4)
    times = client.get("/fi/", query_string={"product": series, "place": "oodi"}).text
    first, *_ = [e.get("value") for e in parse(times).iter("input") if e.get("name") == "time"]
    held = client.post(action(times), data={**hidden(times), "time": first})
    html = client.get(held.location).text
    assert "puhelin" not in html.casefold().partition("<footer")[0]
    told = {"name": "Kirjakerho", "email": "kerho@example.fi"}
    dates = [e.get("value") for e in parse(html).iter("input") if e.get("name") == "date"]
    data = {**hidden(html), **told, "date": dates[:3]}
    # The library writes: without an address nobody could be told anything.
    missing = client.post(held.location, data={**data, "email": ""})
    assert missing.status_code == 422
    assert "Aikasi on varattu" not in missing.text
    booked = client.post(held.location, data=data)
    assert "Aikasi on varattu" in client.get(booked.location).text
    (kept,) = city.store.bookings("oodi", MONDAY, MONDAY + dt.timedelta(days=60))
    assert [slot.service for slot in kept.slots] == ["group-room/120"] * 3
    # A room that is taken keeps the large one of which it is a part.
    window = kept.slots[2].start, kept.slots[2].end
    assert not city.store.availability(window, "large-room", staff=True)


@pytest.mark.parametrize(
    ("act", "title"), [("pay", "Aikasi on varattu"), ("break-off", "Maksu ei onnistunut")]
)
def test_a_studio_is_booked_when_it_is_paid(city, act, title):
    client = city.app.test_client()
    assert "12,00" in client.get("/fi/").text
    for tag, price in (("fi", "2 tuntia, 24,00\xa0€"), ("sv", "2 timmar, 24,00\xa0€")):
        assert price in client.get(f"/{tag}/?product=studio").text
    assert "2 hours, €24.00" in client.get("/en/?product=studio").text
    assert "€" not in client.get("/fi/?product=group-room").text
    times = client.get("/fi/?product=studio/120&place=oodi").text
    value = time(free(times)[2], 120)
    held = client.post(action(times), data={**hidden(times), "time": value})
    html = client.get(held.location).text
    assert "Hinta: 24,00\xa0€ (sisältää arvonlisäveroa 25,5\xa0%: 4,88\xa0€)" in html
    told = {"name": "Aino", "email": "aino@example.fi"}
    sent = client.post(held.location, data={**hidden(html), **told})
    page = client.get(sent.location)
    assert page.headers["Cache-Control"] == "no-store"
    (url,) = re.findall(r'href="(/pay/[0-9a-f]{32})"', page.text)
    service = client.get(url, headers={"Accept-Language": "fi"}).text
    assert "Rahaa ei liiku" in service
    back = client.post(url, data={"act": act})
    assert back.location.startswith("http://localhost:5001/fi/pay/")
    end = client.get(back.location.removeprefix("http://localhost:5001"), follow_redirects=True)
    assert title in end.text
    assert end.status_code == 200
    if act == "pay":
        # Too late for a refund is too late to move it to where there would be one.
        here = end.request.path
        times = client.get(f"{here}move").text
        late = client.post(
            f"{here}move", data={**hidden(times), "time": time(free(times)[-1], 120)}
        )
        assert (late.status_code, "ei voi enää siirtää verkossa" in late.text) == (422, True)


def test_a_family_comes_to_the_workshop_and_the_page_says_how_many_places_are_left(city):
    client = city.app.test_client()
    together = "together|workshop|workshop|workshop"
    times = client.get("/en/", query_string={"product": together, "place": "oodi"}).text
    value = next(e.get("value") for e in parse(times).iter("input") if e.get("name") == "time")
    held = client.post(action(times), data={**hidden(times), "time": value})
    assert held.status_code == 303
    other = city.app.test_client().get("/en/?product=workshop&place=oodi").text
    assert "5 places left" in " ".join("".join(parse(other).itertext()).split())


def test_seeded_data_leaves_times_free(module, tmp_path):
    app = module.create_app(f"sqlite:///{tmp_path}/seeded.db", lambda: MONDAY)
    store = app.extensions["store"]
    booked = sum(
        len(store.bookings(name, MONDAY, MONDAY + dt.timedelta(days=14)))
        for name in store.plan.office
    )
    assert booked > 50
    assert store.availability((MONDAY, MONDAY + dt.timedelta(days=14)), "advice")


def staffed(module, tmp_path, **options):
    app = module.create_app(
        f"sqlite:///{tmp_path}/city.db", lambda: MONDAY, seeded=False, **options
    )
    app.testing = True
    return app


def test_staff_pages_are_there_only_where_the_host_says_who(city, module, tmp_path):
    assert city.app.test_client().get("/fi/staff/").status_code == 404
    nobody = staffed(module, tmp_path, who=lambda request: None).test_client()
    assert nobody.get("/fi/staff/").status_code == 401
    assert nobody.get("/fi/staff/pretend/").status_code == 404
    visitor = staffed(module, tmp_path, who=lambda request: Person("2", "Eino")).test_client()
    answer = visitor.get("/fi/staff/")
    assert answer.status_code == 403
    assert "Sinulla ei ole oikeutta" in answer.text


def test_staff_see_what_is_booked_today_and_no_holds(module, tmp_path):
    aino = Person("1", "Aino Virtanen", {"staff"})
    app = staffed(module, tmp_path, who=lambda request: aino)
    client, store = app.test_client(), app.extensions["store"]
    assert client.get("/en/staff/").text.count("Nothing is booked today.") == 4
    window = (MONDAY, MONDAY + dt.timedelta(hours=14))
    first, *_, last = store.availability(window, "advice", ["keskusta"])
    store.confirm(store.hold([first], "p1", "k1").id, {"name": "Liisa Laine"})
    store.hold([last], "p2", "k2")
    html = client.get("/en/staff/").text
    assert html.count("Advice on the city") == 1
    assert "Aino Virtanen" in html
    assert "Liisa Laine" not in html


def test_in_debug_one_chooses_whom_to_be(module, tmp_path, monkeypatch):
    monkeypatch.setenv("FLASK_DEBUG", "1")
    client = staffed(module, tmp_path).test_client()
    page = client.get("/en/staff/", follow_redirects=True)
    assert page.request.path == "/en/staff/pretend/"
    sent = hidden(page.text)
    assert "Aino Virtanen" in client.post(page.request.path, data={**sent, "person": "9"}).text
    day = client.post(page.request.path, data={**sent, "person": "1"}, follow_redirects=True)
    assert day.request.path == "/en/staff/"
    assert "Aino Virtanen" in day.text
    client.post(page.request.path, data={**sent, "person": "2"})
    assert client.get("/en/staff/").status_code == 403


SCREEN = {"width": 320, "height": 640}


@pytest.fixture
def phone(city, chromium):
    """A small phone without scripts, on which the service is open."""
    context = chromium.new_context(
        viewport=SCREEN, java_script_enabled=False, base_url="http://city.test"
    )
    client = city.app.test_client()

    def serve(route):
        answer = client.get(route.request.url.removeprefix("http://city.test"), buffered=True)
        kind = answer.headers["Content-Type"]
        route.fulfill(status=answer.status_code, body=answer.data, content_type=kind)

    context.route("**/*", serve)
    yield context.new_page()
    context.close()


def large(plan):
    """The plan with six desks in the centre, open from 7:00 to 21:00, every 10 minutes."""
    long = Hours(
        (Rule("weekdays", range(5), openings("7:00-21:00")),), public_holidays=PublicHolidays("FI")
    )
    ten = dt.timedelta(minutes=10)
    desks = [Resource(f"keskusta-tiski-{n}", "keskusta", {"desk"}) for n in range(3, 7)]
    return replace(
        plan,
        offices=tuple(
            replace(one, hours=long) if one.id == "keskusta" else one for one in plan.offices
        ),
        resources=(*plan.resources, *desks),
        services=tuple(
            replace(one, step=ten) if one.id == "identity" else one for one in plan.services
        ),
    )


@pytest.mark.browser
@pytest.mark.parametrize(
    ("place", "plan", "most", "opened"),
    [("*", None, 170, 5), ("keskusta", None, 140, 4), ("keskusta", large, 300, 4)],
)
def test_the_first_time_of_any_day_is_near_on_a_phone(
    phone, city, monkeypatch, place, plan, most, opened
):
    """At most 40 keys and 4 screens from the top, in a week of more than 140, 170 or 300 times."""
    if plan:
        monkeypatch.setattr(city.store, "plan", plan(city.store.plan))
    phone.goto(f"/fi/?product=identity&place={place}")
    times = phone.locator("input[name=time]").count()
    assert times > most
    days = phone.locator(".city-time-slots__jumps a").count()
    assert days == opened
    for day in range(days):
        phone.goto(f"/fi/?product=identity&place={place}")
        link = phone.locator(".city-time-slots__jumps a").nth(day)
        target = link.get_attribute("href").lstrip("#")
        free = phone.locator(f"[id='{target}'] input[name=time]").first
        keys = 0

        def press(key, until, target=target):
            nonlocal keys
            while not until():
                phone.keyboard.press(key)
                keys += 1
                assert keys <= 40, f"{target}: 40 keys were not enough"

        press("Tab", lambda link=link: link.evaluate("e => e === document.activeElement"))
        press("Enter", lambda target=target: phone.url.endswith(target))
        summary = phone.locator(f"[id='{target}'] summary").first
        press("Tab", lambda e=summary: e.evaluate("e => e === document.activeElement"))
        if not free.is_visible():
            press("Enter", free.is_visible)
        press("Tab", lambda e=free: e.evaluate("e => e === document.activeElement"))
        top = free.evaluate("e => e.getBoundingClientRect().top + scrollY")
        print(f"{place} {target}: {times} times, {keys} keys, {top / SCREEN['height']:.2f} screens")
        assert top <= 4 * SCREEN["height"]
        # The button follows the time at once, wherever it is.
        press("Space", free.is_checked)
        press("Tab", lambda: phone.locator(":focus").evaluate("e => e.matches('.city-button')"))
        assert phone.locator(f"[id='{target}'] .city-button:focus").count() == 1


@pytest.mark.browser
def test_a_chosen_time_stays_in_reach_when_its_part_of_the_day_is_closed(phone):
    phone.goto("/fi/?product=identity&place=keskusta")
    part = phone.locator(".city-time-slots__group[open]")
    chosen = phone.locator("#time")
    chosen.focus()
    phone.keyboard.press("Space")
    part.locator("summary").click()
    assert phone.locator(".city-time-slots__group[open]").count() == 0
    assert chosen.is_visible()
    assert phone.locator("#time-2").is_hidden()
    phone.keyboard.press("Tab")
    assert chosen.evaluate("e => e === document.activeElement")


def test_a_page_of_times_says_once_what_it_asks(city):
    html = city.app.test_client().get("/fi/?product=identity&place=keskusta").text
    main = parse(html).find(".//main")
    assert [" ".join("".join(e.itertext()).split()) for e in main.iter("h1")] == ["Valitse aika"]
    assert " ".join("".join(main.itertext()).split()).count("Valitse aika") == 1
