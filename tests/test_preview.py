"""A theme on whole pages, before anything is published."""

import re
import socket

import pytest

from citydesign import assets, local_server, preview
from citydesign.errors import BuildError, CityDesignError


def test_a_designer_sees_whole_pages_in_each_language_in_both_schemes_and_on_a_phone(tmp_path):
    out = tmp_path / "turku"
    assert preview.write("turku", out) == out / "index.html"
    for locale, front in (("en", "index.html"), ("fi", "fi.html"), ("sv", "sv.html")):
        overview = (out / front).read_text("utf-8")
        assert set(re.findall(r'href="/([^"]+)"', overview)) == {"index.html", "fi.html", "sv.html"}
        frames = re.findall(r'src="/([^"]+)" title="[^"]*, (\w+)"', overview)
        assert [view for _, view in frames] == ["light", "dark", "phone"] * len(preview.SHOWN)
        assert f"{locale}-hero-default-light.html" in [frame for frame, _ in frames]
        for frame, view in frames:
            html = (out / frame).read_text("utf-8")
            assert (
                html.index("/citydesign/page-")
                < html.index('href="/theme.css"')
                < html.index("</head>")
            )
            scheme = "dark" if view == "dark" else "light"
            assert re.search(f'<html lang="{locale}"[^>]* data-scheme="{scheme}"', html)
            for name in re.findall(r'"/citydesign/([^"]+)"', html):
                assert (out / "citydesign" / name).is_file()
    css = (out / "theme.css").read_text("utf-8")
    assert css == assets.theme_css("turku")
    edge = re.search(r"url\(/citydesign/([^)]+)\)", css)[1]
    assert (out / "citydesign" / edge).is_file()


def test_a_face_is_below_the_theme_so_that_the_citys_own_face_wins(tmp_path):
    preview.write("turku", tmp_path / "turku", face="inter")
    html = (tmp_path / "turku" / "fi-page-service-page-light.html").read_text("utf-8")
    assert html.index("/citydesign/face-inter") < html.index('href="/theme.css"')
    with pytest.raises(CityDesignError, match=r"no face 'intre'; did you mean 'inter'"):
        preview.write("turku", tmp_path / "other", face="intre")
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    ("name", "genitive"),
    [
        ("rautaniemi", "Rautaniemen"),
        ("rantakyla", "Rantakylan"),
        ("niemi-lahti", "Niemi-Lahden"),
        ("kokkonen", "Kokkosen"),
        ("kauris", "Kaurisin"),
    ],
)
def test_the_pages_say_the_name_of_the_theme(tmp_path, name, genitive):
    file = tmp_path / f"{name}.tokens.json"
    file.write_text('{"radius": {"control": {"$value": {"value": 12, "unit": "px"}}}}', "utf-8")
    preview.write(str(file), tmp_path / "out")
    for page in (tmp_path / "out").glob("*-service-page-*.html"):
        html = page.read_text("utf-8")
        own = genitive if page.name.startswith("fi") else name.title()
        assert own in html, page
        assert not re.search(r"(?<!\d )\bTamper|Tammerfors", html), page


def test_a_section_that_opens_a_page_is_seen_below_the_header_of_the_city(tmp_path):
    file = tmp_path / "rantakyla.tokens.json"
    file.write_text('{"radius": {"control": {"$value": {"value": 12, "unit": "px"}}}}', "utf-8")
    preview.write(str(file), tmp_path / "out")
    pages = list((tmp_path / "out").glob("*-hero-default-*.html"))
    assert len(pages) == 6
    for page in pages:
        html = page.read_text("utf-8")
        header, opening = html.split('class="city-hero', 1)
        assert 'class="city-header' in header
        assert "Rantakyla" in header
        assert "city-hero__actions" in opening
        assert not re.search(r"Tamper|Tammerfors", html), page


def test_a_busy_port_says_what_to_stop(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with pytest.raises(BuildError, match=rf"port {port}: .* stop what runs there .Ctrl\+C"):
            local_server.serve(tmp_path, port)
    for port in (-1, 65536):
        with pytest.raises(BuildError, match=f"port {port}: a port is from 0 to 65535"):
            local_server.serve(tmp_path, port)


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(BuildError, match="something else"):
        preview.write("turku", tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_the_overview_has_the_themes_name_and_one_column_on_a_phone(tmp_path):
    file = tmp_path / "rantakyla.tokens.json"
    file.write_text('{"radius": {"control": {"$value": {"value": 12, "unit": "px"}}}}', "utf-8")
    html = preview.write(str(file), tmp_path / "out").read_text("utf-8")
    assert "<title>rantakyla</title>" in html
    assert "<h1>rantakyla</h1>" in html
    assert str(tmp_path) not in html
    assert "@media (max-width: 60rem)" in html


def test_a_theme_that_is_wrong_writes_nothing(tmp_path):
    with pytest.raises(CityDesignError, match="no theme 'turkku'; did you mean 'turku'"):
        preview.write("turkku", tmp_path / "out")
    assert not (tmp_path / "out").exists()
