"""Files as residents send them, hostile ones too: named, judged, kept, sent back and forgotten."""

import datetime as dt
import io
import re
import socket
import stat
import threading
import tracemalloc
import zipfile
from email.message import EmailMessage
from urllib.parse import unquote

import puremagic
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from citydesign import CityDesignError, use_locale
from citydesign.forms.core.answers import AnswerError
from citydesign.forms.core.files import (
    TYPES,
    FileLimits,
    KeptFile,
    file_name,
    judge_file,
    numbered_name,
)
from citydesign.forms.file_store import FolderStore
from citydesign.forms.uploads import Uploads
from citydesign.forms.virus_scan import ClamAV, FakeScan


def picture(kind="PNG"):
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(content, kind)
    return content.getvalue()


def archive(*names, first=b""):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        if first:
            made.writestr(zipfile.ZipInfo("mimetype"), first)
        for name in names:
            made.writestr(name, "<x/>")
    return content.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
ODF = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}
#: A file of each type that a city may take.
REAL = {
    "pdf": PDF,
    "jpg": picture("JPEG"),
    "jpeg": picture("JPEG"),
    "png": picture(),
    "gif": picture("GIF"),
    "webp": picture("WEBP"),
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40),
    "tif": picture("TIFF"),
    "tiff": picture("TIFF"),
    "docx": archive("[Content_Types].xml", "word/document.xml"),
    "xlsx": archive("[Content_Types].xml", "xl/workbook.xml"),
    "pptx": archive("[Content_Types].xml", "ppt/presentation.xml"),
    **{name: archive("content.xml", first=first) for name, first in ODF.items()},
    "rtf": b"{\\rtf1\\ansi Hei}",
    "dwg": b"AC1027\0\0\0\0\0" + bytes(100),
    "mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(40),
    "txt": "Hyvää päivää\r\n".encode(),
    "csv": "nimi;ikä\r\nAino;5\r\n".encode("latin-1"),
}
EVERY = FileLimits(tuple(TYPES), 10_000_000)


def judged(name, content, limits=EVERY):
    return judge_file(name, io.BytesIO(content), limits)


def refusal(name, content, limits=EVERY):
    with pytest.raises(AnswerError) as caught:
        judged(name, content, limits)
    return caught.value.code


# Names.


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("plan.pdf", "plan.pdf"),
        ("../../x", "x"),
        ("..\\..\\windows\\x.pdf", "x.pdf"),
        ("C:\\fakepath\\Älä koske.pdf", "Älä koske.pdf"),
        ("/etc/passwd", "passwd"),
        ("..", "…"),
        ("a/", "…"),
        ("", "…"),
        (".htaccess", "htaccess"),
        ("plan.pdf\0.exe", "plan.pdf.exe"),
        ("plan\u202efdp.exe", "planfdp.exe"),
        ("a\u200b\ufeffb.pdf", "ab.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie: b.pdf"),
        ("a \t  b.pdf", "a b.pdf"),
        ("plan.pdf. . ", "plan.pdf"),
        ("a\u0308iti.pdf", "äiti.pdf"),
        ("\ud800.pdf", "pdf"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
        ("x." + "y" * 300, "x." + "y" * 98),
        ("CON", "CON"),
    ],
)
def test_a_name_is_what_people_read_and_no_path(sent, shown):
    assert file_name(sent) == shown


@given(st.text(st.characters(exclude_categories=[])))
def test_no_name_is_a_path_or_turns_the_line_around(sent):
    name = file_name(sent)
    assert 0 < len(name) <= 100
    assert not re.search(r"[/\\\0-\x1f\x7f\u202a-\u202e\u2066-\u2069]", name)
    assert name not in (".", "..")
    assert file_name(name) == name


# Types.


def test_a_file_of_each_type_is_tried():
    assert {*REAL} == {*TYPES}


@pytest.mark.parametrize("ending", TYPES)
def test_a_file_is_taken_for_what_it_is(ending):
    assert judged(f"a.{ending}", REAL[ending]) == TYPES[ending]
    assert judged(f"A.{ending.upper()}", REAL[ending]) == TYPES[ending]


#: Drawings of AutoCAD have another name at IANA; a text has nothing that it is known by.
@pytest.mark.parametrize("ending", sorted({*TYPES} - {"dwg", "heic", "txt", "csv"}))
def test_a_type_has_the_name_that_other_programs_know_it_by(ending):
    found = puremagic.magic_string(REAL[ending])
    assert TYPES[ending] in {one.mime_type for one in found if one.extension == f".{ending}"}


ALIKE = [{"jpg", "jpeg"}, {"tif", "tiff"}, {"txt", "csv"}]


@pytest.mark.parametrize("ending", TYPES)
def test_a_file_is_not_taken_for_what_its_name_says(ending):
    others = [
        other
        for other in TYPES
        if other != ending
        and {other, ending} not in ALIKE
        # Some of them are plain text.
        and not (ending in ("txt", "csv") and other in ("pdf", "rtf"))
    ]
    assert others
    assert {refusal(f"a.{ending}", REAL[other]) for other in others} == {"file_type"}


@pytest.mark.parametrize("name", ["photo.png", "photo.jpg", "photo.gif", "photo.webp", "photo.svg", "photo.html", "photo.pdf", "photo.docx", "photo"])  # fmt: skip
@pytest.mark.parametrize("content", [SVG, HTML, b"\n" + PDF, b"<?xml version='1.0'?>" + SVG, b"x"])
def test_what_a_browser_might_run_is_no_picture_and_no_document(name, content):
    assert refusal(name, content) == "file_type"


@pytest.mark.parametrize("name", ["svg", "html", "xml", "exe", "zip", "PDF", ".pdf"])
def test_a_type_that_can_not_be_judged_is_refused_where_it_is_set(name):
    with pytest.raises(CityDesignError, match=f"types: '{name}'.*known: pdf, jpg"):
        FileLimits((name,), 1)


@pytest.mark.parametrize("wrong", [{"types": "pdf"}, {"types": ()}, {"max_size": 0}, {"max_files": 0}])  # fmt: skip
def test_a_setting_that_can_not_be_is_refused(wrong):
    with pytest.raises(CityDesignError, match=next(iter(wrong))):
        FileLimits(**{"types": ("pdf",), "max_size": 1, "max_files": 1, **wrong})


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.js", "a.zip", "a.pdf.html"])
def test_a_file_of_two_kinds_is_only_what_its_name_says(name):
    polyglot = REAL["gif"] + HTML + REAL["docx"]
    assert refusal(name, polyglot) == "file_type"
    assert judged("a.gif", polyglot) == "image/gif"
    # A document that begins as another.
    assert refusal("a.docx", polyglot) == "file_type"


def test_an_archive_is_no_document_whatever_it_is_called():
    bomb = archive("42.txt", "lib/0.zip")
    for name in ("42.zip", "42.docx", "42.odt", "42.xlsx"):
        assert refusal(name, bomb) == "file_type"


def test_empty_and_too_large_are_said():
    limits = FileLimits(("pdf",), 100)
    assert refusal("a.pdf", b"", limits) == "file_empty"
    assert judged("a.pdf", PDF.ljust(100), limits) == "application/pdf"
    with pytest.raises(AnswerError) as caught:
        judged("a.pdf", PDF.ljust(101), limits)
    assert (caught.value.code, str(caught.value.values["megabytes"])) == ("file_size", "0.0001")


def test_a_large_file_is_judged_by_its_beginning_and_its_end():
    body = archive("[Content_Types].xml", *[f"{'long' * 10}{n}" for n in range(3000)], "word/x")
    assert len(body) > 2 * 65_536
    assert judged("a.docx", body) == TYPES["docx"]
    between = archive(*[f"{'long' * 10}{n}" for n in range(3000)])
    assert refusal("a.docx", between) == "file_type"


def test_control_characters_are_no_text():
    assert refusal("a.txt", b"a\0b") == "file_type"
    assert refusal("a.csv", b"x" * 70_000 + b"\x07") == "file_type"


# Keeping.


class Sent:
    """An upload as Werkzeug gives it."""

    def __init__(self, filename, content):
        self.filename, self.stream = filename, io.BytesIO(content)


@pytest.fixture
def store(tmp_path):
    return FolderStore(tmp_path / "files")


def uploads(store, **more):
    return Uploads(store, **{"types": ("pdf", "png"), "max_size": 10_000, "max_files": 3, **more})


def names(tray):
    return [one.name for one in tray.files]


def read(made, file):
    return b"".join(made.read(file))


def test_what_was_sent_is_there_again_by_the_key_of_its_form(store):
    made = uploads(store)
    tray = made.tray()
    tray.receive([Sent("b.pdf", PDF), Sent("a.png", picture())])
    again = made.tray(tray.key)
    assert again.key == tray.key
    assert names(again) == ["b.pdf", "a.png"]
    assert again.files == tray.files
    assert [read(made, one) for one in again.files] == [PDF, picture()]
    assert [one.type for one in again.files] == ["application/pdf", "image/png"]


@pytest.mark.parametrize("key", [None, "", "x", "../../etc", "0" * 31, "0" * 33, "0" * 32 + "\n", "G" * 32, ["0"] * 32, "sent-" + "0" * 32])  # fmt: skip
def test_a_key_that_is_none_of_ours_finds_nothing(key, store):
    tray = uploads(store).tray(key)
    assert re.fullmatch("[0-9a-f]{32}", tray.key)
    assert tray.key != key
    assert tray.files == []


@pytest.mark.parametrize("owner", ["..", "../x", "", "x", "sent-", "0" * 32 + "\n"])
def test_a_folder_of_files_has_no_other_names_than_ours(owner, store):
    for ask in (store.files, store.forget, lambda one: store.move(one, "0" * 32)):
        with pytest.raises(CityDesignError, match="no key"):
            ask(owner)


def test_no_name_that_a_resident_gave_is_on_the_disk(store, tmp_path):
    made = uploads(store)
    tray = made.tray()
    tray.receive([Sent("../../x.pdf", PDF), Sent("x" * 300 + ".pdf", PDF), Sent("a\0.pdf", PDF)])
    assert len(tray.files) == 3
    (folder,) = (tmp_path / "files").iterdir()
    assert [*tmp_path.iterdir()] == [tmp_path / "files"]
    assert all(re.fullmatch(r"[0-9a-f]{32}(\.json)?", one.name) for one in folder.iterdir())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()} == {0o600}


def test_nobody_can_tell_by_their_ids_that_two_forms_have_the_same_file(store):
    made = uploads(store)
    trays = [made.tray(), made.tray()]
    for tray in trays:
        tray.receive([Sent("plan.pdf", PDF)])
    assert len({tray.files[0].id for tray in trays}) == 2


def test_two_files_of_one_name_are_both_kept_and_told_apart(store):
    made = uploads(store)
    tray = made.tray()
    tray.receive([Sent("plan.pdf", PDF), Sent("x/plan.pdf", PDF + b"2")])
    tray.receive([Sent("plan.pdf", PDF + b"3")])
    assert names(tray) == ["plan.pdf", "plan (2).pdf", "plan (3).pdf"]
    taken = {"site.v2.pdf", "site.v2 (2).pdf", "pdf"}
    assert numbered_name("site.v2.pdf", taken) == "site.v2 (3).pdf"
    assert numbered_name("site.pdf", taken) == "site.pdf"
    assert numbered_name("pdf", taken) == "pdf (2)"
    assert [read(made, one) for one in tray.files] == [PDF, PDF + b"2", PDF + b"3"]


def test_what_is_refused_leaves_nothing_behind_and_the_rest_stays(store, tmp_path):
    tray = uploads(store).tray()
    tray.receive([Sent("a.pdf", PDF), Sent("b.png", SVG), Sent("c.pdf", b""), Sent("d.pdf", PDF + b" " * 10_000)])  # fmt: skip
    assert names(tray) == ["a.pdf"]
    assert tray.errors("Plans") == [
        "Choose a file of another type for “Plans”: PDF, PNG.",
        "Choose another file for “Plans”. This one is empty.",
        "Choose a smaller file for “Plans”: at most 0.01 MB.",
    ]
    (folder,) = (tmp_path / "files").iterdir()
    assert len([*folder.iterdir()]) == 2


def test_one_too_many_is_refused_and_says_what_to_do(store):
    tray = uploads(store).tray()
    tray.receive([Sent(f"{n}.pdf", PDF) for n in range(5)])
    assert names(tray) == ["0.pdf", "1.pdf", "2.pdf"]
    assert [one.name for one in tray.refused] == ["3.pdf", "4.pdf"]
    assert tray.errors("Plans")[0] == (
        "You can add up to 3 files to “Plans”. Remove one first if you want to add another."
    )
    with use_locale("fi"):
        assert tray.errors("Kartat")[0].startswith("Voit lisätä kohtaan ”Kartat” enintään 3")


def test_where_one_is_asked_for_a_new_file_replaces_it_unless_it_is_refused(store):
    made = uploads(store, max_files=1)
    tray = made.tray()
    tray.receive([Sent("a.pdf", PDF)])
    tray.receive([Sent("b.pdf", SVG)])
    assert names(tray) == ["a.pdf"]
    tray.receive([Sent("a.pdf", PDF + b"2")])
    assert names(tray) == ["a.pdf"]
    assert read(made, tray.files[0]) == PDF + b"2"
    assert names(made.tray(tray.key)) == ["a.pdf"]


def test_a_file_is_removed_and_another_form_can_not_remove_it(store):
    made = uploads(store)
    mine, other = made.tray(), made.tray()
    mine.receive([Sent("a.pdf", PDF), Sent("b.pdf", PDF)])
    id = mine.files[0].id
    for wrong in (id, "../" + mine.key + "/" + id, "x"):
        other.receive([], wrong)
        assert other.removed
    assert names(made.tray(mine.key)) == ["a.pdf", "b.pdf"]
    mine.receive([], id)
    assert mine.removed
    assert names(made.tray(mine.key)) == ["b.pdf"]


def test_files_belong_to_the_answers_from_then_on_and_go_with_them(store, tmp_path):
    made = uploads(store)
    tray = made.tray()
    tray.receive([Sent("a.pdf", PDF)])
    key = made.claim(tray.files)
    assert [one.name for one in made.files(key)] == ["a.pdf"]
    # The open page can change nothing any more.
    late = made.tray(tray.key)
    assert late.files == []
    late.receive([Sent("b.pdf", PDF)], tray.files[0].id)
    forged = made.tray(key)
    forged.receive([Sent("c.pdf", PDF)])
    (file,) = made.files(key)
    assert made.find(key, file.id) == file
    assert made.find(key, "x") is None
    made.forget(key)
    assert made.files(key) == []
    with pytest.raises(FileNotFoundError):
        made.read(file)
    assert made.find(key, file.id) is None
    assert not list(tmp_path.rglob(f"*{file.id}*"))
    made.forget(key)


def test_answers_without_files_have_a_key_too(store):
    made = uploads(store)
    key = made.claim([])
    assert key.startswith("sent-")
    assert made.files(key) == []
    made.forget(key)


def test_what_was_never_sent_or_has_no_answers_is_forgotten(store):
    made = uploads(store)
    keys = []
    for _ in range(3):
        tray = made.tray()
        tray.receive([Sent("a.pdf", PDF)])
        keys.append(tray)
    kept, lost = made.claim(keys[0].files), made.claim(keys[1].files)
    now = dt.datetime.now(dt.UTC)
    assert made.forget_abandoned(now - dt.timedelta(days=1), lambda key: key == kept) == 0
    later = now + dt.timedelta(days=1)
    assert made.forget_abandoned(later, lambda key: key == kept) == 2
    assert [one.name for one in made.files(kept)] == ["a.pdf"]
    assert made.files(lost) == made.tray(keys[2].key).files == []
    assert made.forget_abandoned(later, lambda key: key == kept) == 0


class Huge(io.RawIOBase):
    """A file that is larger than what a process should hold at once."""

    def __init__(self, size):
        self.size, self.place, self.read_in_all = size, 0, 0

    def seek(self, offset, whence=0):
        self.place = offset + (self.size if whence == 2 else self.place if whence == 1 else 0)
        return self.place

    def read(self, size=-1):
        assert 0 < size <= 65_536, "in pieces"
        size = min(size, self.size - self.place)
        start, self.place = self.place, self.place + size
        self.read_in_all += size
        return (PDF if start == 0 else b"").ljust(size)[:size]


def test_a_file_that_is_too_large_is_not_even_read(store):
    huge = Sent("a.pdf", b"")
    huge.stream = Huge(10**12)
    tray = uploads(store).tray()
    tray.receive([huge])
    assert tray.refused[0].error.code == "file_size"
    assert huge.stream.read_in_all == 0


def test_a_large_file_is_never_whole_in_memory(store):
    huge = Sent("a.pdf", b"")
    huge.stream = Huge(50_000_000)
    made = uploads(store, max_size=50_000_000, scan=FakeScan())
    tray = made.tray()
    tracemalloc.start()
    tray.receive([huge])
    size = sum(map(len, made.read(tray.files[0])))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size == 50_000_000
    assert peak < 5_000_000


def test_a_file_that_can_not_be_written_whole_leaves_nothing(store, tmp_path):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            if self.tell() == 0 and size == 65_536 and self.judged:
                raise OSError("the disk is full")
            self.judged = True
            return super().read(size)

        judged = False

    broken = Sent("a.pdf", PDF)
    broken.stream = Broken(PDF)
    tray = uploads(store).tray()
    with pytest.raises(OSError, match="full"):
        tray.receive([broken])
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


class Full(io.BytesIO):
    def read(self, size=-1):
        raise OSError("the disk is full")


def test_a_file_that_is_kept_stays_where_it_can_not_be_kept_again(store, tmp_path):
    sent = "0" * 32, "1" * 32, "a.pdf", "application/pdf"
    first = store.add(*sent, io.BytesIO(PDF))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OSError, match="full"):
        store.add(*sent, Full(PDF))
    assert store.files("0" * 32) == [first]
    assert read(uploads(store), first) == PDF
    assert sorted(tmp_path.rglob("*")) == before, "and nothing of the second try"


# Sending back.


def kept(name):
    return KeptFile("0" * 32, "1" * 32, name, "text/csv", 5, dt.datetime.now(dt.UTC))


@pytest.mark.parametrize("sent", ["plan.csv", "Äiti & isä.csv", 'a"; filename="b.html.csv', "a\r\nSet-Cookie: x.csv", "a%41.csv", "日本.csv", "a\\b;c'.csv"])  # fmt: skip
def test_a_file_is_sent_to_be_saved_under_its_name(sent):
    headers = kept(file_name(sent)).headers()
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Content-Length"] == "5"
    line = headers["Content-Disposition"]
    assert re.fullmatch(r"attachment; filename=\"[ -~]*\"; filename\*=UTF-8''[\w.~%-]+", line)
    read = EmailMessage()
    read["Content-Disposition"] = line.partition("; filename*")[0]
    assert read.get_content_disposition() == "attachment"
    assert not re.search(r'[\\"%\r\n]', read.get_filename())
    assert unquote(line.rpartition("''")[2]) == file_name(sent)


# Viruses.


def test_what_the_scanner_finds_is_refused(store, caplog):
    scan = FakeScan()
    tray = uploads(store, scan=scan).tray()
    tray.receive([Sent("a.pdf", PDF + FakeScan.MARK), Sent("b.pdf", PDF)])
    assert names(tray) == ["b.pdf"]
    assert tray.errors("Plans") == ["Choose another file for “Plans”. This one may contain a virus."]  # fmt: skip
    assert "Pretended" in caplog.text
    assert "a.pdf" not in caplog.text


def test_a_mark_is_found_between_two_pieces():
    for before in (65_536 - 10, 65_536, 0):
        assert FakeScan()(io.BytesIO(b"x" * before + FakeScan.MARK)) == "Pretended"
    assert FakeScan()(io.BytesIO(b"x" * 200_000)) is None


def test_without_the_scanner_nothing_is_taken_and_the_resident_reads_why(store, caplog):
    scan = FakeScan()
    scan.available = False
    tray = uploads(store, scan=scan).tray()
    tray.receive([Sent("a.pdf", PDF)])
    assert names(tray) == []
    assert "could not check it for viruses" in tray.errors("Plans")[0]
    assert "switched off" in caplog.text


@pytest.fixture
def clamd():
    """A daemon that speaks INSTREAM on a real socket; answers what the test says."""
    listening = socket.create_server(("127.0.0.1", 0))
    got, answers = [], []

    def exactly(connection, size):
        found = b""
        while len(found) < size:
            more = connection.recv(size - len(found))
            if not more:
                return found
            found += more
        return found

    def serve():
        for answer in iter(lambda: answers.pop(0) if answers else None, None):
            connection, _ = listening.accept()
            with connection:
                assert exactly(connection, 10) == b"zINSTREAM\0"
                body = b""
                while size := int.from_bytes(exactly(connection, 4), "big"):
                    body += exactly(connection, size)
                got.append(body)
                for part in answer:
                    connection.sendall(part)

    def start(*given):
        answers.extend(given)
        thread.start()
        return ClamAV("127.0.0.1", listening.getsockname()[1], timeout=20), got

    thread = threading.Thread(target=serve)
    yield start
    thread.join()
    listening.close()


def test_clamav_is_asked_as_its_manual_says(clamd):
    large = PDF.ljust(150_000)
    ask, got = clamd([b"stream: OK\0"], [b"stream: Eicar-", b"Signature FOUND\0"])
    assert ask(io.BytesIO(large)) is None
    content = io.BytesIO(b"bad")
    content.read()
    assert ask(content) == "Eicar-Signature"
    assert got == [large, b"bad"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ([b"INSTREAM size limit exceeded. ERROR\0"], "size limit"),
        ([], "without an answer"),
        ([b"stream: O"], "without an answer"),
        ([b"stream: OK, or so\0"], "or so"),
    ],
)
def test_an_answer_that_is_no_verdict_is_none(answer, said, clamd):
    ask, _ = clamd(answer)
    with pytest.raises(OSError, match=said):
        ask(io.BytesIO(b"x"))


def test_clamav_is_looked_for_where_it_listens_by_itself(monkeypatch):
    tried = []
    monkeypatch.setattr(socket, "create_connection", lambda *to: tried.append(to) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        ClamAV()(io.BytesIO(b"a"))
    assert tried == [(("localhost", 3310), 30.0)], "clamd.conf(5), and a resident waits no longer"


def test_a_daemon_that_is_not_there_is_an_error():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(OSError, match="refused"):
        ClamAV("127.0.0.1", port)(io.BytesIO(b"x"))
