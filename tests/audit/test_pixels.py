"""Colours are counted one by one, whatever lies beside them."""

import numpy as np
import pytest

from citydesign.audit.stage.pixels import colours

A, B, C = (1, 2, 3), (250, 120, 7), (1, 2, 4)


@pytest.mark.parametrize(
    ("picture", "counted"),
    [
        ([[A]], {A: 1}),
        ([[A, A], [A, A]], {A: 4}),
        ([[A, B], [B, A]], {A: 2, B: 2}),
        ([[A, C, A]], {A: 2, C: 1}),
        ([[B, B, B, A]], {A: 1, B: 3}),
    ],
)
def test_each_colour_is_counted(picture, counted):
    found, counts = colours(np.array(picture, dtype=np.uint8))
    assert dict(zip(map(tuple, found.tolist()), counts.tolist(), strict=True)) == counted
