"""The calendars on the web that take an entry by an address."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from citydesign.booking.provider import Time
from citydesign.booking.records import CalendarService


def calendar_services(summary: str, time: Time, location: str = "") -> list[CalendarService]:
    """The calendars on the web that take an entry by an address, as `add_to_calendar` takes them.

    Args:
        summary: the name of the entry. The service learns it, and others may see it in a
            calendar: keep the resident's affair out of it.
        time: when.
        location: where, if the service may learn it.
    """
    start, end = (f"{when:%Y%m%dT%H%M%SZ}" for when in (time.start, time.end))
    google = {"action": "TEMPLATE", "text": summary, "dates": f"{start}/{end}"}
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": summary,
        "startdt": f"{time.start:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{time.end:%Y-%m-%dT%H:%M:%SZ}",
    }
    if location:
        google |= {"location": location}
        outlook |= {"location": location}
    deep = "calendar/0/deeplink/compose"
    return [
        {"name": name, "url": f"{page}?{urlencode(query, quote_via=quote)}"}
        for name, page, query in (
            ("Google Calendar", "https://calendar.google.com/calendar/render", google),
            ("Outlook.com", f"https://outlook.live.com/{deep}", outlook),
            ("Microsoft 365", f"https://outlook.office.com/{deep}", outlook),
        )
    ]
