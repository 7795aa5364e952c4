"""What staff see: the bookings of a day at every service point."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from flask import Flask, redirect, render_template, request, url_for

from citydesign.booking import Slot, State
from citydesign.booking.store import Store
from citydesign.exchange import shown
from citydesign.flask import choice_pages
from citydesign.host import current
from citydesign.identity import FakeIdentity, NotAllowed, NotSignedIn, Person, Who, require
from citydesign.staff import Pretend, not_allowed

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
    def refused(error, status=403):
        return render_template("journey.html", **shown(not_allowed())), status

    if not isinstance(who, FakeIdentity):
        # A city redirects to its own sign-in service here.
        app.register_error_handler(NotSignedIn, lambda error: refused(error, 401))
        return

    people = choice_pages(Pretend(who), "journey.html", "pretend")
    app.register_blueprint(people, url_prefix="/<language:language>/staff/pretend")

    @app.errorhandler(NotSignedIn)
    def choose(error):
        return redirect(url_for("pretend.page", to=request.path), code=303)
