"""Questions for files, from three libraries: the same page, and nothing is lost over an error."""

from io import BytesIO
from typing import Annotated
from xml.etree import ElementTree as ET

import pytest
import wtforms
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.utils.datastructures import MultiValueDict
from flask import Flask
from flask_wtf import FlaskForm
from markupsafe import Markup
from pydantic import BaseModel, Field
from starlette.datastructures import FormData, UploadFile
from tests import django_site  # noqa: F401 - before Django's own modules
from tests.markup import piece
from tests.served import served
from tests.test_forms_files import PDF, SVG
from werkzeug.datastructures import CombinedMultiDict, FileStorage, MultiDict

import citydesign.flask
from citydesign import UsageError, ui, use_locale
from citydesign.forms import django as dj
from citydesign.forms import pydantic as py
from citydesign.forms import wtforms as wt
from citydesign.forms.core.files import KeptFile
from citydesign.forms.file_store import FolderStore
from citydesign.forms.uploads import Uploads

LIBRARIES = ("wtforms", "django", "pydantic")


@pytest.fixture
def uploads(tmp_path):
    return Uploads(
        FolderStore(tmp_path / "files"), types=("pdf", "png"), max_size=100_000, max_files=3
    )


class Answer:
    """What a library made of what was sent."""

    def __init__(self, files, field, summary, key):
        self.files, self.field, self.summary, self.key = files, str(field), summary, key

    @property
    def texts(self):
        return [one["text"] for one in self.summary]


def in_wtforms(uploads, data, files, required):
    class Form(wtforms.Form):
        class Meta(wt.CityMeta):
            pass

        name = wtforms.StringField("Name", [wt.Required()])
        plans = wt.UploadField(
            "Plans", [wt.Required() if required else wt.Optional()], uploads=uploads
        )

    if data is None:
        form = Form()
        valid = False
    else:
        sent = MultiDict([("plans", FileStorage(BytesIO(body), name)) for name, body in files])
        form = Form(CombinedMultiDict([sent, MultiDict(data)]))
        valid = form.validate()
    return Answer(form.plans.data if valid else None, wt.field(form.plans), wt.summary(form), form.plans.tray.key)  # fmt: skip


def in_django(uploads, data, files, required):
    class Form(forms.Form):
        name = forms.CharField(label="Name")
        plans = dj.UploadField(label="Plans", uploads=uploads, required=required)

    if data is None:
        form = Form()
    else:
        sent = [SimpleUploadedFile(name or "x", body) for name, body in files if name]
        # Django cuts folders off by itself.
        for (name, _), one in zip(files, sent, strict=False):
            one._name = name
        pairs = {name: [value] for name, value in data.items()}
        form = Form(MultiValueDict(pairs), MultiValueDict({"plans": sent} if sent else {}))
    valid = form.is_valid()
    kept = form.cleaned_data["plans"] if valid else None
    return Answer(kept, dj.field(form["plans"]), dj.summary(form), form.fields["plans"].tray.key)


def in_pydantic(uploads, data, files, required):
    class Model(BaseModel):
        name: Annotated[str, py.Ask("Name")]
        plans: Annotated[list[KeptFile], py.Ask("Plans", uploads=uploads)] = Field(
            **({} if required else {"default": []})
        )

    pairs = None
    if data is not None:
        sent = [("plans", UploadFile(BytesIO(body), filename=name)) for name, body in files]
        pairs = FormData([*data.items(), *sent])
    form = py.Form(Model, pairs)
    kept = form.answers.plans if form.answers else None
    key = form["plans"].fields[0].value
    return Answer(kept, py.field(form["plans"]), py.summary(form), key)


MAKE = {"wtforms": in_wtforms, "django": in_django, "pydantic": in_pydantic}


@pytest.fixture(params=LIBRARIES)
def send(request, uploads):
    """Send a form; without data, ask for the page."""

    def make(data=None, *files, required=True):
        return MAKE[request.param](uploads, data, files, required)

    return make


def read(html):
    return piece(html)


def files_of(answer):
    """The names that the page lists, each with its error."""
    found = []
    for row in read(answer.field).iter("li"):
        name = row.find(".//*[@class='city-file-upload__name']").text
        error = row.find("p")
        found.append((name, "" if error is None else "".join(error.itertext())))
    return found


def button(answer, name):
    """The value that removes a file."""
    for row in read(answer.field).iter("li"):
        if row.find(".//*[@class='city-file-upload__name']").text == name:
            return row.find("button").get("value")
    raise AssertionError(name)


def test_the_page_says_what_is_taken_and_takes_its_key_along(send):
    first = send()
    (hidden,) = [one for one in read(first.field).iter("input") if one.get("type") == "hidden"]
    assert (hidden.get("name"), hidden.get("value")) == ("plans-key", first.key)
    (field,) = [one for one in read(first.field).iter("input") if one.get("type") == "file"]
    assert (field.get("accept"), field.get("multiple")) == (".pdf,.png", "")
    assert "up to 3 files" in first.field
    assert first.summary == []
    assert send().key != first.key


def test_files_are_kept_over_an_error_elsewhere_and_then_sent(send, uploads):
    first = send()
    wrong = send({"name": "", "plans-key": first.key}, ("a.pdf", PDF), ("b.pdf", PDF))
    assert wrong.texts == ["Fill in “Name”."]
    assert wrong.key == first.key
    assert files_of(wrong) == [("a.pdf", ""), ("b.pdf", "")]
    # The browser sends an empty part for a field without a file.
    right = send({"name": "Aino", "plans-key": first.key}, ("", b""))
    assert right.summary == []
    assert [one.name for one in right.files] == ["a.pdf", "b.pdf"]
    key = uploads.claim(right.files)
    assert [one.name for one in uploads.files(key)] == ["a.pdf", "b.pdf"]
    late = send({"name": "Aino", "plans-key": first.key}, ("c.pdf", PDF))
    assert files_of(late) == [("c.pdf", "")]
    assert len(uploads.files(key)) == 2


def test_a_refused_file_says_so_where_it_is_and_in_the_summary_and_the_others_stay(send):
    answer = send({"name": "Aino"}, ("a.pdf", PDF), ("b.png", SVG), ("c.pdf", b""))
    wrong = "Choose a file of another type for “Plans”: PDF, PNG."
    assert answer.files is None
    assert answer.summary == [{"text": wrong, "url": "#plans"}]
    assert files_of(answer) == [
        ("a.pdf", ""),
        ("b.png", f"Error: {wrong}"),
        ("c.pdf", "Error: Choose another file for “Plans”. This one is empty."),
    ]
    assert answer.field.count(wrong) == 1
    assert 'aria-invalid="true"' in answer.field
    again = send({"name": "Aino", "plans-key": answer.key})
    assert [one.name for one in again.files] == ["a.pdf"]


@pytest.mark.parametrize("required", [True, False])
def test_the_only_file_is_never_refused_in_silence_or_taken_for_none(required, send):
    answer = send({"name": "Aino"}, ("b.png", SVG), required=required)
    assert answer.files is None
    assert answer.texts == ["Choose a file of another type for “Plans”: PDF, PNG."]


def test_no_file_where_one_is_required_is_said(send):
    answer = send({"name": "Aino"}, ("", b""))
    assert answer.summary == [{"text": "Choose a file for “Plans”.", "url": "#plans"}]
    assert "Choose a file for “Plans”." in answer.field
    with use_locale("fi"):
        assert send({"name": "Aino"}).texts == ["Valitse tiedosto kohtaan ”Plans”."]
    assert send({"name": "Aino"}, required=False).files == []


@pytest.mark.parametrize("name", ["", "Aino"])
def test_a_file_is_removed_without_a_word_about_the_rest(name, send, uploads):
    kept = send({"name": "Aino", "plans-key": send().key}, ("a.pdf", PDF), ("b.pdf", PDF))
    removed = send({"name": name, "plans-key": kept.key, "plans-remove": button(kept, "a.pdf")})
    # Not sent, though all of it could be taken.
    assert removed.files is None
    assert removed.summary == []
    assert "Error" not in removed.field
    assert files_of(removed) == [("b.pdf", "")]
    assert [one.name for one in uploads.tray(kept.key).files] == ["b.pdf"]
    # Pressed twice.
    again = send({"name": "", "plans-key": kept.key, "plans-remove": button(kept, "a.pdf")})
    assert (again.summary, files_of(again)) == ([], [("b.pdf", "")])


@pytest.mark.parametrize("key", ["x", "../..", "0" * 32, "sent-" + "0" * 32])
def test_a_key_of_another_shows_nothing(key, send, uploads):
    tray = uploads.tray("1" * 32)
    tray.receive([UploadFile(BytesIO(PDF), filename="secret.pdf")])
    answer = send({"name": "Aino", "plans-key": key})
    assert answer.texts == ["Choose a file for “Plans”."]
    assert "secret" not in answer.field


@pytest.mark.parametrize("text", ["a.pdf", "\0", ""])
def test_a_text_in_the_place_of_a_file_is_none(text, send):
    assert send({"name": "Aino", "plans": text}).texts == ["Choose a file for “Plans”."]


NAMES = ["../../x.pdf", "a\0b.pdf", "plan\u202efdp.exe", "x" * 300 + ".pdf", '"><script>.pdf']


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_shown_as_text(name, send):
    answer = send({"name": "Aino"}, (name, PDF))
    ((shown, error),) = files_of(answer)
    assert len(shown) <= 100
    assert not set("/\\\0\u202e") & set(shown)
    assert bool(error) == shown.endswith("exe")
    assert "<script>" not in answer.field


STATES = {
    "first": [None],
    "missing": [{"name": "Aino"}],
    "kept": [{"name": ""}, ("a.pdf", PDF), ("a.pdf", PDF)],
    "refused": [{"name": "Aino"}, ("a.pdf", SVG), ("b.pdf", PDF)],
    "too-many": [{"name": "Aino"}, *[(f"{n}.pdf", PDF) for n in range(4)]],
}


@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize("state", STATES)
def test_three_libraries_show_the_same(state, required, uploads):
    data, *files = STATES[state]
    with use_locale("sv"):
        made = [make(uploads, data, files, required) for make in MAKE.values()]
    seen = []
    for answer in made:
        tree = read(answer.field)
        for one in tree.iter():
            # Keys differ.
            if one.get("value"):
                one.set("value", "KEY")
        seen.append(ET.canonicalize(ET.tostring(tree, "unicode")))
    assert seen[0] == seen[1] == seen[2]
    assert made[0].summary == made[1].summary == made[2].summary


def test_each_form_of_a_formset_keeps_its_own_files(uploads):
    class Child(forms.Form):
        name = forms.CharField(label="Name")
        proof = dj.UploadField(label="Proof", uploads=uploads, required=False)

    made = forms.formset_factory(Child, extra=2)
    made.label = "Children"
    data = {"form-TOTAL_FORMS": ["2"], "form-INITIAL_FORMS": ["0"], "form-1-name": [""]}
    files = MultiValueDict({"form-1-proof": [SimpleUploadedFile("a.pdf", PDF)]})
    first = made(MultiValueDict(data), files)
    assert not first.is_valid()
    tree = read(str(dj.field(first)))
    keys = {one.get("name"): [one.get("value")] for one in tree.iter("input") if one.get("name", "").endswith("-key")}  # fmt: skip
    assert {*keys} == {"form-0-proof-key", "form-1-proof-key"}
    # Nothing new is sent, and the kept file still makes the form one that is filled in.
    again = made(MultiValueDict({**data, **keys}), MultiValueDict())
    assert [one["url"] for one in dj.summary(again)] == ["#form-1-name"]
    assert not again.is_valid()
    assert "a.pdf" in dj.field(again)
    done = made(MultiValueDict({**data, **keys, "form-1-name": ["Aino"]}), MultiValueDict())
    assert done.is_valid(), done.errors
    assert [one.name for one in done.forms[1].cleaned_data["proof"]] == ["a.pdf"]
    assert done.forms[0].cleaned_data == {}


def test_of_a_disabled_question_nothing_is_read(uploads):
    class Form(forms.Form):
        plans = dj.UploadField(label="Plans", uploads=uploads, disabled=True, required=False)

    sent = MultiValueDict({"plans": [SimpleUploadedFile("a.pdf", PDF)]})
    form = Form(MultiValueDict(), sent)
    assert form.is_valid()
    assert form.cleaned_data["plans"] == []


def test_a_form_within_a_form_keeps_its_own_files(uploads):
    class Child(wtforms.Form):
        proof = wt.UploadField("Proof", [wt.Required()], uploads=uploads)

    class Form(wtforms.Form):
        class Meta(wt.CityMeta):
            pass

        child = wtforms.FormField(Child, "Child")

    file = FileStorage(BytesIO(PDF), "a.pdf")
    form = Form(CombinedMultiDict([MultiDict({"child-proof": file}), MultiDict()]))
    assert form.validate(), form.errors
    assert 'name="child-proof-key"' in wt.field(form.child)
    assert [one.name for one in form.child.form.proof.data] == ["a.pdf"]


def test_a_large_upload_that_django_put_into_a_file_is_kept(uploads):
    class Form(forms.Form):
        plans = dj.UploadField(label="Plans", uploads=uploads)

    large = TemporaryUploadedFile("a.pdf", "text/html", 0, None)
    large.write(PDF.ljust(90_000))
    with large:
        form = Form(MultiValueDict(), MultiValueDict({"plans": [large]}))
        assert form.is_valid(), form.errors
    (file,) = form.cleaned_data["plans"]
    assert (file.size, file.type) == (90_000, "application/pdf")
    assert form.has_changed()


@pytest.mark.parametrize(
    "wanted",
    [
        Annotated[list[KeptFile], py.Ask("Plans")],
        Annotated[KeptFile, py.Ask("Plans")],
        Annotated[list[str], py.Ask("Plans", uploads="uploads")],
    ],
)
def test_a_model_says_what_is_kept_and_where(wanted):
    made = type("Model", (BaseModel,), {"__annotations__": {"plans": wanted}})
    with pytest.raises(UsageError, match=r"Model\.plans: files that are kept are list\[KeptFile\]"):
        py.Form(made)


# In a browser.


@pytest.fixture
def site(uploads):
    """A real server with one form, whose files are sent at once where scripts run."""
    app = Flask(__name__)
    app.secret_key = "only for this test"
    citydesign.flask.install(app)
    claimed = []

    class Form(FlaskForm):
        class Meta(wt.CityMeta, FlaskForm.Meta):
            pass

        name = wtforms.StringField("Name", [wt.Required()])
        plans = wt.UploadField("Plans", [wt.Required()], uploads=uploads)

    def shown(form):
        errors = wt.summary(form)
        top = ui.error_summary(errors) if errors else Markup("")
        fields = form.csrf_token() + wt.field(form.name) + wt.field(form.plans, upload_url="/files")
        html = top + Markup('<h1>Plans</h1><form method="post" action="/" enctype="multipart/form-data" novalidate>{}{}</form>').format(fields, ui.button("Send"))  # fmt: skip
        return ui.page("Plans", content=html), 422 if errors else 200

    @app.route("/", methods=["GET", "POST"])
    def card():
        form = Form()
        if form.validate_on_submit():
            claimed.append(uploads.claim(form.plans.data))
            return ui.page("Thanks", content=Markup("<h1>Thank you</h1>"))
        return shown(form)

    @app.post("/files")
    def add():
        return shown(Form())

    with served(app) as origin:
        yield f"{origin}/", claimed


@pytest.mark.parametrize("scripts", [True, False])
def test_a_resident_sends_removes_and_keeps_files(scripts, site, uploads, chromium):
    url, claimed = site
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(url)
    chosen = [{"name": name, "mimeType": "application/pdf", "buffer": body} for name, body in [("a.pdf", PDF), ("b.pdf", PDF), ("c.png", SVG)]]  # fmt: skip
    page.set_input_files("input[type=file]", chosen)
    if scripts:
        # Sent one after the other; the last list is the one with the refused file.
        page.get_by_text("Choose a file of another type").first.wait_for()
    page.get_by_role("button", name="Send").click()
    page.get_by_role("link", name="Fill in “Name”.").wait_for()
    page.get_by_role("button", name="Remove a.pdf").click()
    page.get_by_role("button", name="Remove a.pdf").wait_for(state="detached")
    if not scripts:
        assert page.locator(".city-error-summary").count() == 0
    page.get_by_label("Name", exact=True).fill("Aino")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    assert [one.name for one in uploads.files(claimed[0])] == ["b.pdf"]
    context.close()
