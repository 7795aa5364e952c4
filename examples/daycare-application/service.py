"""The service itself, the same on every host: where forms are kept, and who handles them."""

from datetime import timedelta

from questions import FILES
from settings import DATABASE, DEBUG, HERE, LANGUAGES, TEXTS, ZONE, key

from citydesign.forms.inbox import Inbox
from citydesign.forms.journey import Flow, copies, read_journey
from citydesign.forms.replies import ReplyFlow
from citydesign.forms.store import Desk, Replies, SqlStore, migrate
from citydesign.identity import FakeIdentity, Person
from citydesign.navigation import Page, Tree
from citydesign.store import store_engine

#: How many days an application is kept that was begun, and one that was sent.
DAYS, SENT_DAYS = 30, 365
#: Whom one may be while the service is built.
PEOPLE = [
    Person("1", "Aino Virtanen", {"daycare"}),
    Person("2", "Mikael Nyström", {"daycare", "head-of-daycare"}),
    Person("3", "Leila Haddad", {"registry"}),
    Person("4", "Ville Korhonen"),
]


def below(part: str) -> dict[str, str]:
    """The address of a part of the service in each language."""
    return {tag: f"/{tag}/{part}/" for tag in LANGUAGES}


def named(key: str, url: str | None = None, **more) -> Page:
    """A page of the tree whose name is one of our texts."""
    return Page({tag: words[key] for tag, words in TEXTS.items()}, url, **more)


#: The service and the pages of the city around it.
TREE = Tree(
    named("front", "https://www.tampere.fi/", pages=[
        named("families", "https://www.tampere.fi/varhaiskasvatus-ja-koulutus", pages=[
            named("service", "/{language}/apply/", pages=[
                named("statement_title", "/{language}/accessibility/", menus=["accessibility"]),
            ]),
        ]),
        named("data_protection", "https://www.tampere.fi/tietosuoja", menus=["legal"]),
    ]),
    LANGUAGES,
)  # fmt: skip

secret = key()
engine = store_engine(DATABASE)
migrate(engine)
store = SqlStore(
    engine,
    secret,
    days=DAYS,
    sent_days=SENT_DAYS,
    files=FILES.store,
    idle=timedelta(minutes=30),
)
journey = read_journey(HERE / "journey.toml")
copy = copies([journey], store.received, zone=ZONE, author="Tampereen kaupunki")
flow = Flow(journey, store, store.receive, secret, roots=below("apply"), zone=ZONE, copy=copy)
replies = Replies(engine, secret, sent_days=SENT_DAYS)
reply_flow = ReplyFlow(journey, replies, secret, roots=below("sent"), zone=ZONE, copy=copy)
desk = Desk(
    engine,
    secret,
    {
        journey.name: {
            "handler": {"daycare"},
            "decider": {"head-of-daycare"},
            "admin": {"registry"},
        }
    },
    sent_days=SENT_DAYS,
)
inbox = Inbox(
    desk, [journey], secret, people=lambda: PEOPLE, zone=ZONE, files=FILES.store, copy=copy
)
#: Says who sends a request. A city gives its own sign-in service here; without one, and outside of
#: debug mode, there are no pages for staff.
who = FakeIdentity(PEOPLE, debug=DEBUG) if DEBUG else None
