"""The service on FastAPI: `make demo-fastapi`."""

from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse
from fastapi.templating import Jinja2Templates
from service import TREE, flow, inbox, reply_flow, who
from settings import DEBUG, DEFAULTS, LANGUAGES, LIMITS, TEXTS
from starlette.exceptions import HTTPException
from starlette.routing import Mount

from citydesign import starlette, use_locale
from citydesign.exchange import shown
from citydesign.identity import NotAllowed, NotSignedIn
from citydesign.locale import Language
from citydesign.staff import Pretend, not_allowed
from citydesign.tags import choose, match


def language(path: str, asked: str = "") -> str:
    """The language in an address, else the best of those that the browser asks for."""
    return match([path.split("/")[1]], LANGUAGES) or choose(asked, LANGUAGES)


class InItsLanguage:
    """Answers each request in the language of its address."""

    def __init__(self, inner):
        self._inner = inner

    async def __call__(self, scope, receive, send):
        with use_locale(language(scope.get("path", "/"))):
            await self._inner(scope, receive, send)


def every_page(request):
    here = starlette.language_links(request, LANGUAGES, "start")
    return {"here": here, "menus": starlette.menus(TREE, request)}


app = FastAPI(debug=DEBUG, docs_url=None, redoc_url=None, openapi_url=None)
templates = Jinja2Templates(Path(__file__).with_name("templates"), context_processors=[every_page])
starlette.install(app, templates, theme="tampere", face="inter")
starlette.protect(app)
starlette.languages(app, LANGUAGES)
starlette.limit_forms(app, templates, "form.html", LIMITS)
templates.env.globals |= {"say": Language(messages=TEXTS).text, **DEFAULTS}
app.add_middleware(InItsLanguage)

parts = {
    "apply": starlette.journey_pages(flow, templates, "form.html"),
    "sent": starlette.reply_pages(reply_flow, templates, "form.html"),
}
if who:
    parts["staff"] = starlette.inbox_pages(inbox, templates, "staff.html", who)
    parts["pretend"] = starlette.choice_pages(Pretend(who), templates, "form.html", "pretend")
for part, pages in parts.items():
    for tag in LANGUAGES:
        app.mount(f"/{tag}/{part}", Mount("", routes=pages))


@app.get("/")
async def front(request: Request):
    tag = language("/", request.headers.get("accept-language", ""))
    return RedirectResponse(f"/{tag}/apply/", 302)


@app.get("/{language}/", name="start")
async def start(language: str):
    if language not in LANGUAGES:
        raise HTTPException(404)
    return RedirectResponse(f"/{language}/apply/", 302)


@app.get("/{language}/accessibility/")
async def statement(request: Request, language: str):
    if language not in LANGUAGES:
        raise HTTPException(404)
    return templates.TemplateResponse(request, "statement.html")


@app.exception_handler(NotSignedIn)
async def sign_in(request: Request, error: NotSignedIn):
    path = request.scope["path"]
    return RedirectResponse(f"/{language(path)}/pretend/?to={quote(path)}", 303)


@app.exception_handler(NotAllowed)
async def refused(request: Request, error: NotAllowed):
    return templates.TemplateResponse(request, "form.html", shown(not_allowed()), 403)


@app.exception_handler(HTTPException)
async def failed(request: Request, error: HTTPException):
    code = error.status_code
    status = code if code in (404, 413) else 400 if code < 500 else 500
    return templates.TemplateResponse(request, "error.html", {"status": status}, code)


@app.exception_handler(500)
async def broken(request: Request, error: Exception):
    with use_locale(language(request.scope["path"])):
        return templates.TemplateResponse(request, "error.html", {"status": 500}, 500)
