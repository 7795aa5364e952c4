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

    def names(self, year: int, locale: str = "en") -> Mapping[date, str]:
        """The public holidays of a year with their names.

        Args:
            year: as in 2027.
            locale: a BCP 47 tag. Names are in that language if the library has it, else in the
                country's own. The server's language never counts.

        Raises BadRule for a place that the library does not know, MissingExtra when it is not
        installed.
        """
        return _names(self.country, self.subdivision, year, locale)


@lru_cache(maxsize=1024)
def _names(country: str, subdivision: str | None, year: int, locale: str) -> Mapping[date, str]:
    with extra("booking", "public holidays"):
        import holidays
    try:
        entity = holidays.country_holidays(country, subdiv=subdivision, expand=False)
        # Without a language the library takes the one of the server's environment.
        spoken = {tag.replace("_", "-"): tag for tag in entity.supported_languages}
        tag = match([locale], list(spoken))
        language = spoken[tag] if tag else entity.default_language
        found = holidays.country_holidays(
            country, subdiv=subdivision, years=year, expand=False, language=language
        )
    except RuntimeError:  # what the library says of a place it does not know
        place = f"{country}-{subdivision}" if subdivision else country
        raise BadRule(
            f"public holidays of {place!r}",
            "are unknown to the holidays library",
            'Use ISO 3166 codes, such as "FI" or "DE" with "BY"',
        ) from None
    return dict(found.items())
