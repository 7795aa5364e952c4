"""A booking provider that exists only in memory, with the manners of real ones.

For tests and demonstrations: it can be slow, sold out, or fail at any call, before or after it has
booked. It has every ability that keeps no links, sends no mail and takes no money.
"""

from citydesign.booking.fake.provider import FakeProvider

__all__ = ["FakeProvider"]
