"""What is special about the signature."""

from tests.markup import document

from citydesign import ui, use_locale


def parse(**more):
    html = ui.signature(
        "s",
        "Sign",
        "Aino Virtanen",
        "Suomi.fi identification",
        version="7f3a",
        check_label="It is true.",
        content="I apply for a permit.",
        **more,
    )
    return document(html).find("body")


def fields(body):
    return {one.get("name"): one for one in body.iter("input")}


def test_nobody_has_signed_before_they_type_their_name_and_confirm():
    sent = fields(parse())
    assert "value" not in sent["s"].attrib
    assert "checked" not in sent["s-confirmed"].attrib


def test_the_browser_does_not_sign_for_them():
    assert fields(parse())["s"].get("autocomplete") == "off"


def test_what_was_shown_comes_back_with_the_signature(open_example):
    page = open_example("signature/default", java_script_enabled=False)
    page.get_by_label("Your full name").fill("Aino Virtanen")
    page.get_by_label("The information I have given is true.").check()
    with page.expect_request("**/applications/14/sign") as sent:
        page.get_by_role("button", name="Sign and send").click()
    assert sent.value.post_data == (
        "signature-version=7f3a&signature=Aino+Virtanen&signature-confirmed=yes"
    )


def test_who_is_signed_in_and_how_is_said_in_each_language():
    for locale in ("en", "fi", "sv"):
        with use_locale(locale):
            words = " ".join("".join(parse().itertext()).split())
        assert "Aino Virtanen (Suomi.fi identification)" in words


def test_each_error_is_on_the_control_it_is_about():
    sent = fields(parse(check_error="Confirm it."))
    assert sent["s"].get("aria-invalid") is None
    assert sent["s-confirmed"].get("aria-invalid") == "true"
    assert sent["s-confirmed"].get("aria-describedby") == "s-confirmed-error"
