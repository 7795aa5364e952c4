"""The public holidays of a country."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from citydesign.extras import extra
from citydesign.hours.errors import BadRule
from citydesign.tags import match


@dataclass(frozen=True, slots=True)
class PublicHolidays:
    """Closed on the public holidays of a country, as the ``holidays`` library knows them.

    ``country`` and ``subdivision`` are ISO 3166 codes ("FI", "AX").
    """

    country: str
    subdivision: str | None = None

    def __post_init__(self) -> None:
        self.names(2026)  # any year: an unknown place is refused here

    def names(self, year: int, language: str | None = None) -> Mapping[date, str]:
        """The public holidays of a year with their names.

        ``language``: a BCP 47 tag; in the country's own language where the library has no names in
        that one. Unless it is given, the library takes the language of the process.

        Raises BadRule for a place that the library does not know, MissingExtra when it is not
        installed.
        """
        return _names(self.country, self.subdivision, year, language)


@lru_cache(maxsize=1024)
def _names(
    country: str, subdivision: str | None, year: int, language: str | None
) -> Mapping[date, str]:
    with extra("booking", "public holidays"):
        import holidays
    try:
        known = holidays.country_holidays(country, subdiv=subdivision)
        spoken = language and (
            match([language], known.supported_languages) or known.default_language
        )
        found = holidays.country_holidays(
            country, subdiv=subdivision, years=year, expand=False, language=spoken
        )
    except RuntimeError:  # what the library says of a place it does not know
        place = f"{country}-{subdivision}" if subdivision else country
        raise BadRule(
            f"public holidays of {place!r}",
            "are unknown to the holidays library",
            'Use ISO 3166 codes, such as "FI" or "DE" with "BY"',
        ) from None
    return dict(found.items())
