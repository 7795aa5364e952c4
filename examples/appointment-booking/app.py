"""Book an appointment: a small real service on Flask, on top of `citydesign.booking`.

Start it with `make booking`. It keeps bookings in `build/appointments.sqlite3`. For PostgreSQL name
the database: `BOOKING_DATABASE=postgresql+psycopg://user@host/name make booking`.
`SECRET_KEY` (32 bytes or more) keeps links and open pages valid when the server restarts.

Staff see the day at `/en/staff/`, if `create_app(who=...)` says who sends a request. With
`FLASK_DEBUG=1` you choose whom you pretend to be.
"""

import os
import secrets
import sys
import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, redirect, render_template, request, session, url_for
from flask_wtf import FlaskForm

import citydesign.flask
from citydesign.booking import (
    Booking,
    Code,
    Kind,
    Refusal,
    Slot,
    State,
    Waiting,
    calendar,
    heading,
    sentence,
)
from citydesign.booking.rate import network
from citydesign.booking.records import TimeSlotDay
from citydesign.booking.shown import Week, chosen, near, of_slots
from citydesign.booking.store import Store, booking_engine, migrate
from citydesign.forms.wtforms import field, stale, summary
from citydesign.identity import FakeIdentity, Who
from citydesign.locale import Language, read_texts, use_locale
from citydesign.navigation import Page, Tree, from_routes
from citydesign.store import StoreUnavailable, utc_now

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from form import Act, choice_form, details_form, waiting_form  # noqa: E402
from plan import places, plan  # noqa: E402
from seed import seed  # noqa: E402
from staff import PEOPLE, add_staff  # noqa: E402

TEXTS = read_texts(HERE / "texts.toml")
WEEK = timedelta(days=7)
ORGANISER = calendar.Organiser("Helsinki-info", "ajanvaraus@example.fi")


def named(key: str, url: str | None = None, **options) -> Page:
    """A page of the tree whose name is one of our texts."""
    return Page({tag: words[key] for tag, words in TEXTS.items()}, url, **options)


def tree(app: Flask, services: Sequence[str]) -> Tree:
    """The pages that have one address each; bookings are below the front page."""
    pages = {
        "start": named("title"),
        **{name: named(f"service_{name}", f"/{{language}}/{name}/") for name in services},
        "statement": named("statement_title", menus=["accessibility"]),
        "law": named("data_protection", "https://www.hel.fi/tietosuoja", menus=["legal"]),
    }
    return Tree(from_routes(citydesign.flask.routes(app), pages), ["fi", "sv", "en"])


def create_app(
    database: str | None = None,
    clock: Callable[[], datetime] = utc_now,
    seeded: bool = True,
    who: Who | None = None,
) -> Flask:
    app = Flask(HERE.name, root_path=str(HERE))
    app.secret_key = os.environ.get("SECRET_KEY") or secrets.token_hex(32)
    app.config |= {"SESSION_COOKIE_SAMESITE": "Lax", "SESSION_COOKIE_HTTPONLY": True}

    build = HERE.parents[1] / "build"
    default = f"sqlite:///{build / 'appointments.sqlite3'}"
    url = database or os.environ.get("BOOKING_DATABASE", default)
    if url == default:
        build.mkdir(exist_ok=True)
    engine = booking_engine(url)
    migrate(engine)
    store = Store(engine, plan(), app.secret_key.encode(), clock=clock)
    app.extensions["store"] = store
    now = clock()
    if seeded and not any(store.bookings(name, now, now + 2 * WEEK) for name in store.plan.office):
        seed(store, now)

    languages = citydesign.flask.Languages(app, ["fi", "sv", "en"])
    citydesign.flask.install(app, locale=languages, theme="helsinki", face="inter")
    citydesign.flask.protect(app)
    language = Language(languages, TEXTS)
    say = language.text

    def wall(slot: Slot) -> datetime:
        """The start on the clock of the office."""
        return slot.start.astimezone(store.plan.office[slot.office].tz)

    def when(slot: Slot) -> str:
        start = wall(slot)
        day = language.date(start, "full")
        return say("at", day=day[:1].upper() + day[1:], time=language.time(start))

    @cache
    def details_of(tag: str):
        with use_locale(tag):
            return details_form(say)

    @cache
    def waiting_of(tag: str):
        with use_locale(tag):
            return waiting_form(say)

    @cache
    def choice_of(tag: str):
        with use_locale(tag):
            return choice_form(say, list(store.plan.service))

    app.jinja_env.globals |= {"say": say, "field": field, "when": when, "places": places}

    @app.context_processor
    def every_page():
        return {
            "failed": False,
            "above": "",
            "held": None,
            "here": languages.links("start"),
            "menus": citydesign.flask.menus(site, request),
            "plan": store.plan,
        }

    def person() -> str:
        """Who is booking: this browser, for as long as its session lives."""
        return store.secret.pseudonym(session.setdefault("person", secrets.token_hex(16)))

    def origin() -> str:
        """Where the request comes from. Behind a proxy, werkzeug's ProxyFix says it."""
        return store.secret.pseudonym(network(request.remote_addr or ""))

    def mine(name: str) -> Booking | None:
        """A booking that this browser holds; for anybody else there is none."""
        booking = store.booking(name)
        return booking if booking and booking.person in ("", person()) else None

    def managed(token: str, *states: State) -> Booking:
        """What a link opens, if that can be done with it."""
        booking = store.opened(token)
        if booking is None or (states and booking.state not in states):
            abort(404)
        return booking

    def managing(booking: Booking):
        """To the page of a booking as it is now."""
        return redirect(url_for("manage", token=store.token(booking)), code=303)

    def today(office: str) -> date:
        return clock().astimezone(store.plan.office[office].tz).date()

    def week(service: str, offices: Sequence[str], without: str | None = None) -> Week:
        """A week of free times, from the day that the address names."""
        # The horizon of every service is well below a year.
        year = (clock(), clock() + timedelta(days=365))
        free = store.availability(year, service, offices, without=without)
        several = len(offices) > 1
        choices = of_slots(free, lambda slot: say(f"place_{slot.office}") if several else None)

        def page_from(day: date) -> str:
            shown = {"from": day.isoformat()}
            return url_for(request.endpoint, **(request.view_args or {}), **shown)

        return Week(choices, today(offices[0]), page_from, request.args.get("from"))

    def again(refusal: Refusal, slot: Slot | None) -> list[TimeSlotDay]:
        """Near times as days, in place of the one that was refused."""
        taken = of_slots([slot]) if slot and refusal.code is Code.TAKEN else [None]
        return near(of_slots(refusal.alternatives), *taken)

    def sent_slot(name: str) -> Slot | None:
        """The time in a field of a form. Whether it is offered is judged by the store."""
        return store.plan.slot_of(request.form.get(name, ""))

    def problem(refusal: Refusal) -> dict:
        """What a page says about a refusal."""
        tag = languages()
        return {"error": sentence(refusal.code, tag), "heading": heading(refusal.code, tag)}

    @app.get("/")
    def front():
        return redirect(url_for("start"))

    @app.get("/<language:language>/")
    def start():
        form = choice_of(languages())(request.args if request.args else None)
        errors = []
        if request.args:
            if form.validate():
                return redirect(url_for("place", service=form.service.data))
            errors = summary(form)
        page = render_template("start.html", form=form, errors=errors)
        return page, 422 if errors else 200

    @app.get("/<language:language>/<service>/")
    def place(service: str):
        if service not in store.plan.service:
            abort(404)
        offices = places(service)
        if chosen := request.args.get("place"):
            if chosen == "any" or chosen in offices:
                return redirect(url_for("times", service=service, place=chosen))
            abort(404)
        return render_template("place.html", service=service, offices=offices)

    @app.route("/<language:language>/<service>/<place>/", methods=["GET", "POST"])
    def times(service: str, place: str):
        if service not in store.plan.service or place not in ("any", *places(service)):
            abort(404)
        offices = places(service) if place == "any" else [place]
        form = Act()
        answer: dict = {"error": None, "heading": None, "again": []}
        wanted = request.form.get("slot")
        if request.method == "POST":
            slot = chosen(wanted, store.plan, service, offices)
            if not form.validate():
                answer["error"] = stale(form)
            elif isinstance(slot, Refusal):
                answer |= problem(slot)
            else:
                key = form.key.data or uuid.uuid4().hex
                taken = store.hold([slot], person(), key, origin=origin())
                if isinstance(taken, Booking):
                    return redirect(url_for("details", name=taken.id), code=303)
                answer |= problem(taken) | {"again": again(taken, slot)}
        # Another key for another try: with the old one, the store would answer as before.
        form.key.data = uuid.uuid4().hex
        held = store.held(person(), service)
        page = render_template(
            "times.html",
            service=service,
            place=place,
            form=form,
            held=held,
            value=wanted or (held.slots[0].key if held else None),
            week=week(service, offices, without=held.id if held else None),
            **answer,
        )
        return page, 422 if answer["error"] else 200

    @app.route("/<language:language>/<service>/<place>/wait", methods=["GET", "POST"])
    def wait(service: str, place: str):
        return waiting_page(service, place, join)

    @app.post("/<language:language>/<service>/<place>/wait/leave")
    def leave(service: str, place: str):
        return waiting_page(service, place, lambda *_: leave_all(service, place), Act)

    def join(service: str, place: str, form) -> Refusal | None:
        told = {"name": form.name.data, "email": form.email.data, "language": languages()}
        window = (clock(), clock() + timedelta(days=60))
        answer = store.join(person(), place, service, window, told)
        return answer if isinstance(answer, Refusal) else None

    def leave_all(service: str, place: str) -> None:
        for entry in entries(service, place):
            store.leave(entry.id)

    def entries(service: str, place: str) -> list[Waiting]:
        mine = store.waiting(person())
        return [entry for entry in mine if (entry.service, entry.office) == (service, place)]

    def waiting_page(service: str, place: str, do: Callable, kind: type[FlaskForm] | None = None):
        """The page of the waiting list: do what was asked for, then show what the store says."""
        if service not in store.plan.service or place not in places(service):
            abort(404)
        form = (kind or waiting_of(languages()))()
        refusal = None
        if request.method == "POST" and form.validate():
            refusal = do(service, place, form)
            if refusal is None:
                return redirect(url_for("wait", service=service, place=place), code=303)
        old = stale(form)
        errors = ([{"text": old}] if old else []) + summary(form)
        page = render_template(
            "wait.html",
            service=service,
            place=place,
            form=form if kind is None else waiting_of(languages())(formdata=None),
            waits=entries(service, place),
            errors=errors if refusal is None else [{"text": problem(refusal)["error"]}],
        )
        return page, 422 if request.method == "POST" else 200

    @app.route("/<language:language>/hold/<name>", methods=["GET", "POST"])
    def details(name: str):
        def book(booking: Booking | None, form) -> Booking | Refusal:
            told = {"name": form.name.data, "phone": form.phone.data, "language": languages()}
            told |= {"email": form.email.data} if form.email.data else {}
            wanted = sent_slot("slot")
            if wanted is not None:
                # The old hold is over; what was typed goes on with the new time.
                key = request.form.get("key", "")
                return store.book([wanted], person(), key, told, origin=origin())
            return store.confirm(booking.id, told) if booking else Refusal(Code.EXPIRED)

        return held_page(name, book)

    @app.post("/<language:language>/hold/<name>/extend")
    def extend(name: str):
        return held_page(name, lambda booking, _: booking and store.extend(name), checked=False)

    @app.post("/<language:language>/hold/<name>/give-up")
    def give_up(name: str):
        return held_page(name, lambda booking, _: booking and store.release(name), checked=False)

    def held_page(name: str, do: Callable, checked: bool = True):
        """The page of a time that is held: do what was asked for, then show what the store says.

        What was typed is on it again, whatever the answer; `checked`: it must be right first.
        """
        posted = request.method == "POST"
        form = details_of(languages())()
        refusal = booking = None
        asked: Booking | Refusal | None = None
        extended = down = False
        try:
            booking = mine(name)
            if booking is not None and booking.state not in (State.HELD, State.EXPIRED):
                if store.opened(store.token(booking)):
                    return managing(booking)
                if not posted:
                    return released(booking)
            valid = posted and (form.validate() if checked else Act().validate())
            if posted and not valid and not checked:
                form.csrf_token.validate(form)
            if valid:
                asked = do(booking, form) or Refusal(Code.EXPIRED)
            if isinstance(asked, Booking):
                if asked.state is State.CANCELLED:
                    return redirect(url_for("details", name=name), code=303)
                if asked.state is not State.HELD:
                    return managing(asked)
                # Twice in one moment is once.
                extended = asked.extensions > (booking.extensions if booking else 0)
                booking = asked
            refusal = asked if isinstance(asked, Refusal) else None
            slot = booking.slots[0] if booking else None
            slot = sent_slot("slot") or slot or sent_slot("held") or abort(404)
            lives = booking is not None and booking.lives(clock()) and slot in booking.slots
            if not lives:
                refusal = refusal or Refusal(Code.EXPIRED)
                refusal = Refusal(refusal.code, refusal.alternatives or _near(slot))
        except StoreUnavailable:
            slot = sent_slot("slot") or sent_slot("held")
            if slot is None:
                raise
            refusal, lives, down = Refusal(Code.TRY_AGAIN), False, True
        near = [] if lives or down else again(refusal, slot)
        old = stale(form)
        page = render_template(
            "details.html",
            form=form,
            name=name,
            slot=slot,
            until=language.time(booking.expires.astimezone(_tz(slot))) if lives else None,
            # After a failure the same request is sent again, and done once.
            key=(down and request.form.get("key")) or uuid.uuid4().hex,
            chosen=request.form.get("slot") if down else None,
            errors=([{"text": old}] if old else []) + (summary(form) if checked else []),
            refusal=problem(refusal) if refusal else None,
            again=near,
            extended=extended,
        )
        return page, 503 if down else 200 if isinstance(asked, Booking) or not (
            posted or refusal
        ) else 422

    def released(booking: Booking):
        """A hold that was given up, here or by choosing another time in another window."""
        other = store.held(person(), booking.service)
        title = say("given_up_title")
        return render_template("message.html", title=title, text="", held=other)

    def _tz(slot: Slot):
        return store.plan.office[slot.office].tz

    def _near(slot: Slot) -> tuple[Slot, ...]:
        around = (max(clock(), slot.start - WEEK), slot.start + WEEK)
        free = store.availability(around, slot.service, [slot.office])
        nearest = sorted(free, key=lambda other: abs(other.start - slot.start))[:3]
        return tuple(sorted(nearest, key=lambda other: other.start))

    @app.get("/<language:language>/manage/<token>/")
    def manage(token: str):
        return managed_page(managed(token), token)

    def managed_page(booking: Booking, token: str, form=None):
        """The page of a booking: what the store says about it, and what can be done with it."""
        told = store.details(booking.id) or {}
        offered = booking.state is State.HELD
        if offered and form is None:
            form = details_of(languages())(data=told)
        known = {event.kind for event in store.log(booking.id)}
        old = stale(form) if form else None
        errors = (([{"text": old}] if old else []) + summary(form)) if form else []
        ends = booking.expires and booking.expires.astimezone(_tz(booking.slots[0]))
        return render_template(
            "manage.html",
            booking=booking,
            token=token,
            told=told,
            form=form,
            errors=errors,
            state="expired" if ends and not booking.lives(clock()) else booking.state.value,
            until=ends and say("at", day=language.date(ends, "full"), time=language.time(ends)),
            was_kept=Kind.CONFIRMED in known,
        )

    @app.post("/<language:language>/manage/<token>/accept")
    def accept(token: str):
        booking = managed(token, State.HELD, State.CONFIRMED, State.PENDING)
        form = details_of(languages())()
        if booking.state is State.HELD:
            if not form.validate():
                return managed_page(booking, token, form), 422
            told = {"name": form.name.data, "phone": form.phone.data, "language": languages()}
            told |= {"email": form.email.data} if form.email.data else {}
            answer = store.confirm(booking.id, told)
            if isinstance(answer, Refusal):
                abort(404)  # It ended this very moment: its link opens nothing any more.
        return redirect(url_for("manage", token=token), code=303)

    @app.get("/<language:language>/manage/<token>/calendar.ics")
    def ics(token: str):
        kept = (State.CONFIRMED, State.RESCHEDULED, State.ATTENDED, State.CANCELLED)
        booking = managed(token, *kept)
        office = booking.office
        entries = calendar.entries(
            store.plan,
            booking,
            "ajanvaraus.example.fi",
            say("calendar_summary"),
            location=f"{say(f'place_{office}')}, {say(f'address_{office}')}",
        )
        resident = (store.details(booking.id) or {}).get("email")
        text = calendar.write(entries, ORGANISER, clock(), resident)
        headers = {"Content-Disposition": "attachment; filename=calendar.ics"}
        return Response(text, mimetype="text/calendar", headers=headers)

    @app.route("/<language:language>/manage/<token>/move", methods=["GET", "POST"])
    def move(token: str):
        booking = managed(token)
        if booking.state not in (State.CONFIRMED, State.RESCHEDULED):
            return managing(booking)
        form = Act()
        answer: dict = {"error": None, "heading": None, "again": []}
        wanted = request.form.get("slot")
        if request.method == "POST":
            slot = chosen(wanted, store.plan, booking.service, [booking.office])
            if not form.validate():
                answer["error"] = stale(form)
            elif isinstance(slot, Refusal):
                answer |= problem(slot)
            else:
                moved = store.reschedule(booking.id, [slot])
                if isinstance(moved, Booking):
                    return redirect(url_for("manage", token=token), code=303)
                answer = problem(moved) | {"again": again(moved, slot)}
        shown = week(booking.service, [booking.office], without=booking.id)
        page = render_template(
            "move.html",
            booking=booking,
            token=token,
            form=form,
            week=shown,
            value=wanted,
            **answer,
        )
        return page, 422 if answer["error"] else 200

    @app.route("/<language:language>/manage/<token>/cancel", methods=["GET", "POST"])
    def cancel(token: str):
        booking = managed(token)
        if booking.state in (State.CANCELLED, State.EXPIRED, State.ATTENDED, State.NO_SHOW):
            return managing(booking)
        form = Act()
        said: dict = {"error": None, "heading": None}
        if request.method == "POST" and not form.validate():
            said["error"] = stale(form)
        elif request.method == "POST":
            answer = store.cancel(booking.id)
            if isinstance(answer, Booking):
                if store.opened(store.token(answer)):
                    return managing(answer)
                return render_template("message.html", title=say("declined_title"), text="")
            said = problem(answer)
        page = render_template("cancel.html", booking=booking, token=token, form=form, **said)
        return page, 422 if said["error"] else 200

    @app.get("/<language:language>/accessibility")
    def statement():
        return render_template("message.html", title=say("statement_title"), text=say("statement"))

    @app.errorhandler(404)
    def not_found(error):
        # Wrong, altered, expired and used links look alike.
        page = render_template("message.html", title=say("neutral_title"), text=say("neutral"))
        return page, 404

    if who is None and app.debug:
        who = FakeIdentity(PEOPLE, debug=app.debug)
    if who is not None:
        add_staff(app, store, who, say, clock)

    @app.errorhandler(StoreUnavailable)
    def unavailable(error):
        text = sentence(Code.TRY_AGAIN, languages())
        return render_template("message.html", title=say("trouble_title"), text=text), 503

    @app.errorhandler(500)
    def trouble(error):
        text = sentence(Code.TRY_AGAIN, languages())
        return render_template("message.html", title=say("trouble_title"), text=text), 500

    @app.cli.command("tend")
    def tend():
        """Write down what has expired and offer it to those who wait; run it every minute."""
        print(store.tend())

    site = tree(app, list(store.plan.service))
    return app
