"""Property tests here judge results, never how long one example takes."""

from hypothesis import settings

settings.register_profile("booking", deadline=None, database=None)
settings.load_profile("booking")
