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
from datetime import datetime, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path

from flask import Flask, Response, abort, redirect, render_template, request, session, url_for

import citydesign.flask
from citydesign.booking import Booking, Code, Refusal, Slot, State, calendar, sentence
from citydesign.booking.store import Store, booking_engine, migrate
from citydesign.forms.wtforms import field, stale, summary
from citydesign.identity import FakeIdentity, Who
from citydesign.locale import Language, read_texts, use_locale
from citydesign.navigation import Page, Tree, from_routes
from citydesign.store import StoreUnavailable, utc_now

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from form import Act, choice_form, details_form  # noqa: E402
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
    def choice_of(tag: str):
        with use_locale(tag):
            return choice_form(say, list(store.plan.service))

    app.jinja_env.globals |= {"say": say, "field": field, "when": when, "places": places}

    @app.context_processor
    def every_page():
        return {
            "failed": False,
            "above": "",
            "here": languages.links("start"),
            "menus": citydesign.flask.menus(site, request),
            "plan": store.plan,
        }

    def person() -> str:
        """Who is booking: this browser, for as long as its session lives."""
        return store.secret.pseudonym(session.setdefault("person", secrets.token_hex(16)))

    def mine(name: str) -> Booking:
        """A booking that this browser holds; for anybody else there is none."""
        booking = store.booking(name)
        if booking is None or booking.person not in ("", person()):
            abort(404)
        return booking

    def managed(token: str) -> Booking:
        booking = store.opened(token)
        if booking is None:
            abort(404)
        return booking

    def read_slot(key: str | None) -> Slot | None:
        """The time that a form names. Whether it is offered is judged by the store."""
        return store.plan.slot_of(key or "")

    def week(service: str, offices: Sequence[str], without: str | None = None) -> dict:
        """What the page of times shows: a week of days from the one that the address names."""
        zone = store.plan.office[offices[0]].tz
        now = clock()
        today = now.astimezone(zone).date()
        try:
            first = max(today, datetime.fromisoformat(request.args.get("from", "")).date())
        except ValueError:
            first = today
        # The horizon of every service is well below a year.
        first = min(first, today + timedelta(days=365))
        midnight = datetime(first.year, first.month, first.day, tzinfo=zone)
        year = (now, now + timedelta(days=365))
        free = store.availability(year, service, offices, without=without)
        if "from" not in request.args and free and wall(free[0]).date() >= first + WEEK:
            # Nothing this week: begin where there is something.
            first = wall(free[0]).date()
            midnight = datetime(first.year, first.month, first.day, tzinfo=zone)
        last = midnight + WEEK
        shown = [slot for slot in free if midnight <= slot.start < last]
        by_day = {day: list(slots) for day, slots in groupby(shown, lambda s: wall(s).date())}
        days = [first + timedelta(days=n) for n in range(7)]

        def page_from(day):
            shown = {"from": day.isoformat()}
            return url_for(request.endpoint, **(request.view_args or {}), **shown)

        return {
            "shown": {"from": first.isoformat()},
            "days": [
                {
                    "date": day,
                    "times": [_time(slot, len(offices) > 1) for slot in by_day.get(day, [])],
                }
                for day in days
                if by_day.get(day) or day.weekday() < 5
            ],
            "earlier": page_from(max(today, first - WEEK)) if first > today else None,
            "later": page_from(first + WEEK) if free and free[-1].start >= last else None,
            "first": _first(free[0], page_from)
            if free and not midnight <= free[0].start < last
            else None,
        }

    def _time(slot: Slot, several: bool) -> dict:
        shown = {"value": slot.key, "time": wall(slot).time()}
        return {**shown, "hint": say(f"place_{slot.office}")} if several else shown

    def _first(slot: Slot, page_from) -> dict:
        start = wall(slot)
        return {"date": start.date(), "time": start.time(), "url": page_from(start.date())}

    def again(refusal: Refusal, slot: Slot | None) -> list[dict]:
        """Near times as days, in place of the one that was refused."""
        near = sorted(refusal.alternatives, key=lambda other: other.start)
        taken = refusal.code is Code.TAKEN
        days: dict = {}
        for other in near:
            days.setdefault(wall(other).date(), []).append(_time(other, False))
        if slot and taken:
            own = {"value": slot.key, "time": wall(slot).time(), "taken": True}
            days.setdefault(wall(slot).date(), []).append(own)
        return [
            {"date": day, "times": sorted(times, key=lambda time: time["time"])}
            for day, times in sorted(days.items())
        ]

    def why(refusal: Refusal) -> str:
        return sentence(refusal.code, languages())

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
        form = Act()
        answer: dict = {"error": None, "refused": None, "again": []}
        if request.method == "POST":
            slot = read_slot(request.form.get("slot"))
            if not form.validate():
                answer["error"] = stale(form)
            elif slot is None or slot.service != service:
                answer["error"] = say("choose_a_time_error")
            else:
                held = store.hold([slot], person(), form.key.data or uuid.uuid4().hex)
                if isinstance(held, Booking):
                    return redirect(url_for("details", name=held.id), code=303)
                answer |= {"error": why(held), "refused": held, "again": again(held, slot)}
        # Another key for another try: with the old one, the store would answer as before.
        form.key.data = uuid.uuid4().hex
        offices = places(service) if place == "any" else [place]
        page = render_template(
            "times.html",
            service=service,
            place=place,
            form=form,
            week=week(service, offices),
            **answer,
        )
        return page, 422 if answer["error"] else 200

    @app.route("/<language:language>/hold/<name>", methods=["GET", "POST"])
    def details(name: str):
        booking = mine(name)
        slot = booking.slots[0]
        if booking.state not in (State.HELD, State.EXPIRED):
            return redirect(url_for("manage", token=store.links.token(name)), code=303)
        form = details_of(languages())()
        refusal = None if booking.lives(clock()) else Refusal(Code.EXPIRED)
        valid = request.method == "POST" and form.validate()
        if valid:
            told = {"name": form.name.data, "phone": form.phone.data, "language": languages()}
            told |= {"email": form.email.data} if form.email.data else {}
            wanted = read_slot(request.form.get("slot"))
            if wanted and wanted.service == booking.service:
                # The old hold is over; what was typed goes on with the new one.
                answer = store.hold([wanted], person(), request.form.get("key", ""))
                slot = wanted
            else:
                answer = booking
            if isinstance(answer, Booking):
                answer = store.confirm(answer.id, told)
            if isinstance(answer, Booking):
                token = store.links.token(answer.id)
                return redirect(url_for("manage", token=token), code=303)
            refusal = answer
        near: list[dict] = []
        if refusal:
            if not refusal.alternatives:
                refusal = Refusal(refusal.code, _near(slot))
            near = again(refusal, slot)
        old = stale(form)
        errors = ([{"text": old}] if old else []) + summary(form)
        page = render_template(
            "details.html",
            form=form,
            act=Act(),
            name=name,
            slot=slot,
            until=language.time((booking.expires or clock()).astimezone(_tz(slot))),
            key=uuid.uuid4().hex,
            errors=errors,
            refusal=refusal and why(refusal),
            again=near,
            extended="extended" in request.args,
        )
        return page, 422 if request.method == "POST" or refusal else 200

    def _tz(slot: Slot):
        return store.plan.office[slot.office].tz

    def _near(slot: Slot) -> tuple[Slot, ...]:
        around = (max(clock(), slot.start - WEEK), slot.start + WEEK)
        free = store.availability(around, slot.service, [slot.office])
        nearest = sorted(free, key=lambda other: abs(other.start - slot.start))[:3]
        return tuple(sorted(nearest, key=lambda other: other.start))

    @app.post("/<language:language>/hold/<name>/extend")
    def extend(name: str):
        mine(name)
        if Act().validate():
            answer = store.extend(name)
            if isinstance(answer, Refusal) and answer.code is not Code.EXPIRED:
                return render_template("message.html", title=why(answer), text=""), 422
        return redirect(url_for("details", name=name, extended=1), code=303)

    @app.post("/<language:language>/hold/<name>/give-up")
    def give_up(name: str):
        mine(name)
        if Act().validate():
            store.cancel(name)
        return render_template("message.html", title=say("given_up_title"), text="")

    @app.get("/<language:language>/manage/<token>/")
    def manage(token: str):
        return render_template("manage.html", booking=managed(token), token=token)

    @app.get("/<language:language>/manage/<token>/calendar.ics")
    def ics(token: str):
        booking = managed(token)
        office = booking.office
        entries = calendar.entries(
            store.plan,
            booking,
            "ajanvaraus.example.fi",
            say("calendar_summary"),
            location=f"{say(f'place_{office}')}, {say(f'address_{office}')}",
        )
        text = calendar.write(entries, ORGANISER, clock())
        headers = {"Content-Disposition": "attachment; filename=calendar.ics"}
        return Response(text, mimetype="text/calendar", headers=headers)

    @app.route("/<language:language>/manage/<token>/move", methods=["GET", "POST"])
    def move(token: str):
        booking = managed(token)
        form = Act()
        answer: dict = {"error": None, "again": []}
        if request.method == "POST":
            slot = read_slot(request.form.get("slot"))
            if not form.validate():
                answer["error"] = stale(form)
            elif slot is None or slot.service != booking.service:
                answer["error"] = say("choose_a_time_error")
            else:
                moved = store.reschedule(booking.id, [slot])
                if isinstance(moved, Booking):
                    return redirect(url_for("manage", token=token), code=303)
                answer = {"error": why(moved), "again": again(moved, slot)}
        shown = week(booking.service, [booking.office], without=booking.id)
        page = render_template(
            "move.html", booking=booking, token=token, form=form, week=shown, **answer
        )
        return page, 422 if answer["error"] else 200

    @app.route("/<language:language>/manage/<token>/cancel", methods=["GET", "POST"])
    def cancel(token: str):
        booking = managed(token)
        form = Act()
        error = None
        if request.method == "POST" and form.validate():
            answer = store.cancel(booking.id)
            if isinstance(answer, Booking):
                return render_template(
                    "message.html", title=say("cancelled_title"), text=say("cancelled_text")
                )
            error = why(answer)
        page = render_template("cancel.html", booking=booking, token=token, form=form, error=error)
        return page, 422 if error else 200

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
