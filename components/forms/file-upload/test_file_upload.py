"""What is special about the file upload."""

import re
from urllib.parse import urlsplit

import pytest
from tests.markup import document

from citydesign import UsageError, assets, examples, ui, use_locale

FILES = [
    {"name": "a.pdf", "size": 1, "value": "1", "url": "/files/1"},
    {"name": "b.pdf", "size": 999_999, "value": "2"},
    {"name": "c.exe", "error": "Choose a PDF."},
]


def parse(**more):
    html = ui.file_upload(**{"name": "plans", "label": "Plans", **more})
    return document(html).find("body")


def text(element):
    return " ".join("".join(element.itertext()).split())


def field(body):
    return body.find(".//input")


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        (
            "en",
            "Plain. You can add these types of files: PDF, JPG. A file can be up to 2.5 MB. "
            "You can add up to 5 files.",
        ),
        (
            "fi",
            "Plain. Voit lisätä tämäntyyppisiä tiedostoja: PDF, JPG. Tiedoston koko saa olla "
            "enintään 2,5 Mt. Voit lisätä enintään 5 tiedostoa.",
        ),
        (
            "sv",
            "Plain. Du kan lägga till filer av de här typerna: PDF, JPG. En fil får vara högst 2,5 MB. "
            "Du kan lägga till högst 5 filer.",
        ),
    ],
)
def test_limits_are_said_before_anything_is_chosen(locale, written):
    with use_locale(locale):
        body = parse(hint="Plain.", types=["pdf", "jpg"], max_size=2_500_000, max_files=5)
    assert text(body.find(".//*[@id='plans-hint']")) == written
    assert field(body).get("accept") == ".pdf,.jpg"
    assert field(body).get("multiple") is not None


def test_without_limits_none_is_said():
    body = parse()
    assert body.find(".//*[@id='plans-hint']") is None
    assert field(body).get("accept") is None
    assert field(body).get("multiple") is None


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (0, "0 kB"),
        (1, "1 kB"),
        (1000, "1 kB"),
        (1001, "2 kB"),
        (1_000_000, "1 MB"),
        (1_250_000, "1.2 MB"),
        (14_300_000, "14 MB"),
        (2_000_000_000, "2,000 MB"),
    ],
)
def test_sizes_are_written_as_people_read_them(size, written):
    body = parse(files=[{"name": "a.pdf", "size": size}])
    assert text(body.find(".//*[@class='city-file-upload__size']")) == written


def test_what_was_kept_has_a_button_that_names_it_and_what_was_refused_has_none():
    body = parse(max_files=5, files=FILES)
    buttons = [b for b in body.iter("button") if b.get("value")]
    assert [text(b) for b in buttons] == ["Remove a.pdf", "Remove b.pdf"]
    assert {b.get("name") for b in buttons} == {"plans-remove"}
    assert text(body.find(".//*[@id='plans-count']")) == "2 files added"
    assert text(body.find(".//*[@id='plans-file-3-error']")) == "Error: Choose a PDF."


def test_everything_that_is_wrong_is_tied_to_the_field():
    body = parse(error="Remove a file.", hint="Plain.", files=FILES)
    described = field(body).get("aria-describedby").split()
    assert described == ["plans-hint", "plans-error", "plans-file-3-error", "plans-count"]
    ids = {element.get("id") for element in body.iter()}
    assert set(described) <= ids
    assert field(body).get("aria-invalid") == "true"
    assert field(parse(files=FILES)).get("aria-invalid") == "true"
    assert field(parse(files=FILES[:2])).get("aria-invalid") is None


def test_enter_in_a_field_above_presses_no_button_of_a_file():
    first = next(parse(files=FILES).iter("button"))
    assert (first.get("name"), first.get("type"), first.get("tabindex")) == (None, "submit", "-1")
    assert not list(parse(files=FILES[2:]).iter("button"))


def test_the_name_of_a_button_that_removes_nothing_is_refused():
    with pytest.raises(UsageError, match="remove_name"):
        parse(remove_name="remove")


def test_files_are_sent_to_this_site_alone():
    with pytest.raises(UsageError, match="upload_url"):
        parse(upload_url="https://elsewhere.example/")


def chosen(name, size=1000):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": b"x" * size}


def names(page):
    return page.locator(".city-file-upload__name").all_inner_texts()


SEVERAL = "document.querySelector('input[type=file]').multiple = true"
HELD = "[...document.querySelector('input[type=file]').files].map(file => file.name)"


def test_what_was_chosen_before_stays_when_more_is_chosen(open_example):
    page = open_example("file-upload/default")
    page.evaluate(SEVERAL)
    page.set_input_files("input", [chosen("a.jpg"), chosen("b.png", 2500)])
    page.set_input_files("input", [chosen("b.png", 2500), chosen("c.jpg")])
    assert names(page) == ["a.jpg", "b.png", "c.jpg"]
    assert page.evaluate(HELD) == ["a.jpg", "b.png", "c.jpg"]
    sizes = page.locator(".city-file-upload__size").all_inner_texts()
    assert sizes == ["1 kB", "3 kB", "1 kB"]
    assert page.locator(".city-file-upload__count").inner_text() == "3 files added"
    assert page.get_by_role("status").inner_text() == "3 files added"


def test_one_file_takes_the_place_of_another_where_one_is_asked_for(open_example):
    page = open_example("file-upload/default")
    page.set_input_files("input", chosen("a.jpg"))
    page.set_input_files("input", chosen("b.jpg"))
    assert names(page) == page.evaluate(HELD) == ["b.jpg"]


def test_a_file_is_taken_out_again_and_the_focus_is_on_the_next(open_example):
    page = open_example("file-upload/default")
    page.evaluate(SEVERAL)
    page.set_input_files("input", [chosen("a.jpg"), chosen("b.jpg")])
    page.get_by_role("button", name="Remove a.jpg").click()
    assert page.evaluate(HELD) == ["b.jpg"]
    assert page.evaluate("document.activeElement.textContent") == "Remove b.jpg"
    assert page.get_by_role("status").inner_text() == "Removed: a.jpg"
    page.get_by_role("button", name="Remove b.jpg").click()
    assert page.evaluate("document.activeElement.id") == "attachment"
    assert names(page) == []
    assert not page.locator(".city-file-upload__count").is_visible()


@pytest.mark.parametrize(
    ("file", "error"),
    [
        (chosen("a.exe"), "Choose a file of one of these types: JPG, PNG, HEIC."),
        (chosen("jpg"), "Choose a file of one of these types: JPG, PNG, HEIC."),
        (chosen("a.jpg", 10_000_001), "Choose a file of at most 10 MB."),
    ],
)
def test_a_file_that_will_be_refused_says_so_and_is_not_sent(file, error, open_example):
    page = open_example("file-upload/default")
    page.set_input_files("input", file)
    assert page.evaluate(HELD) == []
    assert page.locator("li .city-error-message").inner_text() == error
    assert page.get_by_role("status").inner_text() == error
    button = page.get_by_role("button", name=re.compile("Remove"))
    described = button.get_attribute("aria-describedby")
    assert page.locator(f"#{described}").inner_text() == error


@pytest.mark.parametrize(
    "file", [chosen("A.JPG"), chosen("b.tar.png"), chosen("c.jpg", 10_000_000)]
)
def test_a_file_that_fits_is_sent(file, open_example):
    page = open_example("file-upload/default")
    page.set_input_files("input", file)
    assert page.evaluate(HELD) == [file["name"]]


@pytest.fixture
def permits(chromium):
    """Open the example whose files are sent at once, from a server that keeps what it gets."""
    (example,) = (e for e in examples.all_examples() if e.id == "file-upload/real-size")
    html = examples.page(example)
    context = chromium.new_context()

    def open_page(answer):
        def respond(route):
            path = urlsplit(route.request.url).path
            if path.startswith("/citydesign/"):
                route.fulfill(path=assets.assets_path() / path.removeprefix("/citydesign/"))
            elif path == "/permits/files":
                answer(route)
            else:
                route.fulfill(content_type="text/html; charset=utf-8", body=html)

        page = context.new_page()
        page.route("**/*", respond)
        page.goto("http://city.test/")
        page.evaluate("""() => {
          const token = document.createElement("input");
          [token.type, token.name, token.value] = ["hidden", "csrf_token", "abc"];
          document.forms[0].append(token);
        }""")
        return page

    yield open_page
    context.close()


def listed(files):
    """The field alone, as a server answers."""
    return str(ui.file_upload("plans", "Plans", max_files=20, files=files, upload_url="/x"))


def test_each_file_is_sent_at_once_and_the_list_is_the_servers(permits):
    got = []

    def answer(route):
        got.append(route.request.post_data_buffer)
        files = [{"name": f"{n}.pdf", "value": str(n)} for n in range(len(got))]
        route.fulfill(content_type="text/html; charset=utf-8", body=listed(files))

    page = permits(answer)
    page.set_input_files("input[type=file]", [chosen("x.pdf"), chosen("y.pdf")])
    page.get_by_role("button", name="Remove 1.pdf").wait_for()
    assert names(page) == ["0.pdf", "1.pdf"]
    assert [b'filename="x.pdf"' in got[0], b'filename="y.pdf"' in got[1]] == [True, True]
    assert all(b"csrf_token" in body and b"abc" in body for body in got)
    assert page.evaluate(HELD) == []
    page.get_by_text("2 files added").first.wait_for()
    assert page.locator("progress").count() == 0


def test_what_the_server_refuses_says_why_though_its_page_is_an_error(permits):
    refused = [{"name": "x.pdf", "error": "This file has a virus."}]
    page = permits(
        lambda route: route.fulfill(status=422, content_type="text/html", body=listed(refused))
    )
    page.set_input_files("input[type=file]", chosen("x.pdf"))
    page.get_by_text("This file has a virus.").wait_for()
    assert names(page) == ["x.pdf"]
    assert page.get_by_text("This file was not sent.").count() == 0


@pytest.mark.parametrize("answer", [{"status": 500, "body": listed([])}, {"body": "<p>Log in"}])
def test_a_file_that_did_not_arrive_says_so_and_the_others_stay(answer, permits):
    page = permits(lambda route: route.fulfill(content_type="text/html", **answer))
    page.set_input_files("input[type=file]", chosen("x.pdf"))
    page.get_by_text("This file was not sent.").first.wait_for()
    assert len(names(page)) == 9
    page.get_by_role("button", name="Remove x.pdf").click()
    assert len(names(page)) == 8


def test_a_file_is_removed_in_place_and_the_focus_is_on_the_next(permits):
    got = []

    def answer(route):
        got.append(route.request.post_data_buffer)
        body = listed([{"name": "rescue-plan.pdf", "value": "2"}])
        route.fulfill(content_type="text/html; charset=utf-8", body=body)

    page = permits(answer)
    page.get_by_role("button", name="Remove area-map.pdf").click()
    page.locator(".city-file-upload__remove[value='2']:focus").wait_for()
    assert b"plans-remove" in got[0]
    assert names(page) == ["rescue-plan.pdf"]
    assert page.get_by_role("status").inner_text() == "Removed: area-map.pdf"


def test_without_scripts_the_field_and_the_buttons_are_all_there(open_example):
    page = open_example("file-upload/kept", java_script_enabled=False)
    page.set_input_files("input", [chosen("a.pdf"), chosen("b.pdf")])
    assert page.get_by_role("button", name="Remove matriculation.pdf").is_visible()
    assert page.get_by_text("2 files added").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_enter_above_sends_the_form_and_removes_nothing(scripts, open_example):
    page = open_example("file-upload/real-size", java_script_enabled=scripts)
    page.route("**/permits", lambda route: route.fulfill(body="sent"))
    page.get_by_role("textbox").focus()
    with page.expect_request("**/permits") as sent:
        page.keyboard.press("Enter")
    assert b"plans-remove" not in (sent.value.post_data_buffer or b"")


def test_the_whole_frame_takes_what_is_dropped(open_example):
    page = open_example("file-upload/default")
    frame, words = (
        page.locator(f".city-file-upload__{part}").bounding_box() for part in ("zone", "drop")
    )
    hit = page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).id",
        [words["x"] + 40, words["y"] + words["height"] / 2],
    )
    assert hit == "attachment"
    assert words["y"] + words["height"] <= frame["y"] + frame["height"] + 1
