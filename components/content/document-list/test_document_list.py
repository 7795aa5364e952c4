"""The document list on paper."""


def test_the_address_of_a_document_elsewhere_is_printed(open_example):
    page = open_example("document-list/default")
    link = page.locator(".city-document-list__link").first
    after = "a => getComputedStyle(a, '::after').content"
    page.emulate_media(media="print")
    assert link.evaluate(after) == "none"
    link.evaluate("a => a.setAttribute('href', 'https://files.example.fi/plan.pdf')")
    assert link.evaluate(after) == '" (https://files.example.fi/plan.pdf)"'
