"""What is special about the feedback prompt."""

from citydesign import ui


def test_without_scripts_one_press_sends_the_answer_and_what_the_page_adds(open_example):
    page = open_example("feedback-prompt/default", java_script_enabled=False)
    sent = []
    page.on("request", lambda request: sent.append(request))
    page.get_by_role("button", name="No").click()
    (post,) = [one for one in sent if one.method == "POST"]
    assert post.url.endswith("/feedback")
    assert post.post_data == "page=%2Fparking&useful=no"


def test_whoever_has_answered_is_asked_nothing_more():
    assert "<form" not in ui.feedback_prompt("/feedback", answered=True)
