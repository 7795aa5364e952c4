"""Who sends a request: the one port through which a host says so.

Nothing here signs anybody in, and no password is stored: a city has a sign-in service already. The
host gives a function `who(request)`, which reads what that service left on the request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from typing import Any

from citydesign.errors import CityDesignError

#: The cookie in which a browser keeps whom it pretends to be.
FAKE_COOKIE = "citydesign-fake-person"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the host has signed in.

    Attributes:
        id: Stays the same for one person and is nobody else's, ever: the `sub` of OpenID Connect,
            or the key of your own table. No name and no mail address, which change hands.
        name: As colleagues read it.
        roles: What they may do, in your own words: `{"staff"}`.

    Raises:
        CityDesignError: The id or the name is no text or blank, or `roles` is one text, whose
            letters would be roles.
    """

    id: str
    name: str
    roles: Set[str] = frozenset()

    def __post_init__(self) -> None:
        for field in ("id", "name"):
            value = getattr(self, field)
            if not isinstance(value, str) or not value.strip():
                raise CityDesignError(f"Person: {field} is {value!r}; give text that is not blank")
        if isinstance(self.roles, str):
            raise CityDesignError(
                f"Person {self.id!r}: roles is the text {self.roles!r}; give a set: "
                f"{{{self.roles!r}}}"
            )
        object.__setattr__(self, "roles", frozenset(self.roles))


#: Gives who sends a request of the host's framework; None for somebody who is not signed in.
Who = Callable[[Any], Person | None]


class NotSignedIn(Exception):  # noqa: N818 - a state of the visitor, no fault
    """Nobody is signed in: send them to your sign-in page, and back."""


class NotAllowed(Exception):  # noqa: N818 - a state of the visitor, no fault
    """Who is signed in has none of the roles asked for: answer with status 403."""


def sender(who: Who, request: Any) -> Person | None:
    """Give who sends a request; None for somebody who is not signed in.

    Raises:
        CityDesignError: `who` gave something else than a `Person` or None.
    """
    person = who(request)
    if person is not None and not isinstance(person, Person):
        raise CityDesignError(
            f"who(request) gave {type(person).__name__}; give a citydesign.identity.Person or None"
            " from a function that is not async"
        )
    return person


def require(who: Who, request: Any, *roles: str) -> Person:
    """Give who sends a request, if they may.

    Args:
        who: The host's port.
        request: The request of the host's framework.
        roles: One of these is enough; none means that being signed in is.

    Raises:
        NotSignedIn: Nobody is signed in.
        NotAllowed: The person has none of the roles.
        CityDesignError: `who` gave something else than a `Person` or None.
    """
    person = sender(who, request)
    if person is None:
        raise NotSignedIn("nobody is signed in")
    if roles and not person.roles & set(roles):
        raise NotAllowed(f"none of the roles {', '.join(roles)}")
    return person


class FakeIdentity:
    """People to choose from while you build: any browser may be any of them.

    A port like the host's own. It reads `FAKE_COOKIE`, which holds an id, from requests of Flask,
    Starlette and Django.

    Args:
        people: Whom one may be.
        debug: Your application's debug flag.

    Raises:
        CityDesignError: `debug` is off, or two people have one id.
    """

    def __init__(self, people: Iterable[Person], *, debug: bool) -> None:
        if not debug:
            raise CityDesignError(
                "FakeIdentity runs only in debug, because anybody could be anyone; give "
                "who(request) of your own sign-in service"
            )
        listed = list(people)
        #: The people by their id.
        self.people = {person.id: person for person in listed}
        if len(self.people) < len(listed):
            raise CityDesignError("FakeIdentity: two people have the same id; give each their own")

    def __call__(self, request: Any) -> Person | None:
        """Give the person whom a browser pretends to be."""
        cookies = request.COOKIES if hasattr(request, "COOKIES") else request.cookies
        return self.people.get(cookies.get(FAKE_COOKIE, ""))
