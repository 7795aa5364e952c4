"""What is special about the progress bar."""

import pytest

from citydesign import UsageError, ui, use_locale


@pytest.mark.parametrize(
    ("locale", "value", "words"),
    [("en", 1, "33%"), ("fi", 2, "67\u00a0%"), ("sv", 3, "100\u00a0%"), ("en", 0, "0%")],
)
def test_the_value_is_said_as_the_language_writes_it(locale, value, words):
    with use_locale(locale):
        assert f'id="p-value">{words}</span>' in ui.progress_bar("Sent", max=3, value=value, id="p")


def test_more_than_the_whole_is_refused():
    with pytest.raises(UsageError, match="value"):
        ui.progress_bar("Sent", max=3, value=4)
