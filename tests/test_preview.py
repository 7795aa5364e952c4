"""A theme on whole pages, before anything is published."""

import re

import pytest

from citydesign import assets, preview
from citydesign.errors import BuildError, CityDesignError


def test_a_designer_sees_whole_pages_in_both_schemes(tmp_path):
    index = preview.write("turku", tmp_path / "turku").read_text("utf-8")
    frames = re.findall(r'src="/([^"]+)"', index)
    assert len(frames) == 2 * len(preview.SHOWN)
    for frame in frames:
        html = (tmp_path / "turku" / frame).read_text("utf-8")
        assert (
            html.index("/citydesign/page-")
            < html.index('href="/theme.css"')
            < html.index("</head>")
        )
        assert f'data-scheme="{frame.rpartition("-")[2].removesuffix(".html")}"' in html
        for name in re.findall(r'"/citydesign/([^"]+)"', html):
            assert (tmp_path / "turku" / "citydesign" / name).is_file()
    css = (tmp_path / "turku" / "theme.css").read_text("utf-8")
    assert css == assets.theme_css("turku")
    edge = re.search(r"url\(/citydesign/([^)]+)\)", css)[1]
    assert (tmp_path / "turku" / "citydesign" / edge).is_file()


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(BuildError, match="something else"):
        preview.write("turku", tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_a_theme_that_is_wrong_writes_nothing(tmp_path):
    with pytest.raises(CityDesignError, match="no theme 'turkku'; did you mean 'turku'"):
        preview.write("turkku", tmp_path / "out")
    assert not (tmp_path / "out").exists()
