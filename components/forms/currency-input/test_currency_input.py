"""What is special about the currency input."""

import re

import pytest

from citydesign import ui, use_locale
from citydesign.forms import read_decimal


@pytest.mark.parametrize(
    ("locale", "amount", "written"),
    [
        ("fi", 12.5, "12,50"),
        ("sv", 1184.3, "1184,30"),
        ("en", 311, "311.00"),
        ("fi", 0, "0,00"),
        ("fi", -4.999, "-5,00"),
    ],
)
def test_an_amount_has_its_cents_and_is_read_again(locale, amount, written):
    with use_locale(locale):
        html = str(ui.currency_input("rent", "Rent", amount=amount))
    assert re.search(' value="([^"]*)"', html)[1] == written
    assert float(read_decimal(written)) == pytest.approx(amount, abs=0.005)


@pytest.mark.parametrize("typed", ["1 240,90", "1240.9 €", "0"])
def test_what_was_typed_comes_back_to_the_letter(typed):
    assert f' value="{typed}"' in str(ui.currency_input("rent", "Rent", value=typed))


def test_a_phone_shows_the_key_for_cents_and_the_currency_is_read_with_the_field():
    html = str(ui.currency_input("rent", "Rent"))
    assert ' inputmode="decimal"' in html
    assert ' aria-describedby="rent-suffix"' in html
    assert '<span class="city-text-input__affix" id="rent-suffix"><bdi>€</bdi></span>' in html
