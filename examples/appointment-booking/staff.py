"""What staff see: the bookings of a day at every service point."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from flask import Flask, abort, redirect, render_template, request, url_for
from form import Act

from citydesign.booking import Slot, State
from citydesign.booking.store import Store
from citydesign.forms.wtforms import stale
from citydesign.host import current
from citydesign.identity import (
    FAKE_COOKIE,
    FakeIdentity,
    NotAllowed,
    NotSignedIn,
    Person,
    Who,
    require,
)

#: Whom one may be while the service is built.
PEOPLE = (
    Person("1", "Aino Virtanen", {"staff"}),
    Person("2", "Mikael Nyström"),
)


def add_staff(
    app: Flask, store: Store, who: Who, say: Callable[..., str], clock: Callable[[], datetime]
) -> None:
    """Add the pages of staff; `who` says who sends a request."""

    def when(slot: Slot) -> str:
        language, wall = (
            current().language,
            slot.start.astimezone(store.plan.office[slot.office].tz),
        )
        day = language.date(wall, "full")
        return say("at", day=day[:1].upper() + day[1:], time=language.time(wall))

    @app.get("/<language:language>/staff/")
    def day():
        person = require(who, request, "staff")
        days = {}
        for office in store.plan.offices:
            today = clock().astimezone(office.tz).date()
            midnight = datetime.combine(today, time(), office.tz)
            found = store.bookings(office.id, midnight, midnight + timedelta(days=1))
            days[office.id] = [booking for booking in found if booking.state is not State.HELD]
        return render_template("day.html", person=person, days=days, when=when)

    @app.errorhandler(NotAllowed)
    def not_allowed(error, status=403):
        page = render_template(
            "message.html", title=say("not_allowed_title"), text=say("not_allowed")
        )
        return page, status

    if not isinstance(who, FakeIdentity):
        # A city redirects to its own sign-in service here.
        app.register_error_handler(NotSignedIn, lambda error: not_allowed(error, 401))
        return

    @app.errorhandler(NotSignedIn)
    def choose(error):
        return redirect(url_for("pretend"), code=303)

    @app.route("/<language:language>/staff/pretend", methods=["GET", "POST"])
    def pretend():
        form = Act()
        error = None
        if request.method == "POST" and not form.validate():
            error = stale(form)
        elif request.method == "POST":
            chosen = request.form.get("person", "")
            if chosen not in who.people:
                abort(404)
            answer = redirect(url_for("day"), code=303)
            answer.set_cookie(FAKE_COOKIE, chosen, httponly=True, samesite="Lax")
            return answer
        people = who.people.values()
        page = render_template("pretend.html", people=people, form=form, error=error)
        return page, 422 if error else 200
