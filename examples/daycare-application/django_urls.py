"""The service on Django, its addresses."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import include, path, reverse
from django.utils.http import urlencode
from service import TREE, flow, inbox, reply_flow, who
from settings import DEFAULTS, TEXTS

from citydesign import django
from citydesign.exchange import shown
from citydesign.identity import NotAllowed, NotSignedIn
from citydesign.locale import Language
from citydesign.staff import Pretend, not_allowed


def environment(**options):
    env = django.environment(**options)
    env.globals |= {"say": Language(django.language, TEXTS).text, **DEFAULTS}
    return env


def every_page(request):
    return {"here": django.language_links(request, "start"), "menus": django.menus(TREE, request)}


class Doors:
    """Answers whoever is not signed in, or may not see a page."""

    def __init__(self, get_response):
        self._get_response = get_response

    def __call__(self, request):
        return self._get_response(request)

    def process_exception(self, request, error):
        if isinstance(error, NotSignedIn):
            to = f"{reverse('pretend')}?{urlencode({'to': request.path})}"
            return HttpResponseRedirect(to, status=303)
        if isinstance(error, NotAllowed):
            return render(request, "form.html", shown(not_allowed()), status=403)
        return None


def start(request):
    return redirect("journey")


def statement(request):
    return render(request, "statement.html")


def failed(status):
    def page(request, exception=None):
        return render(request, "error.html", {"status": status}, status=status)

    return page


handler400 = django.limit_forms("form.html")
handler404 = failed(404)
handler500 = failed(500)

pages = [
    path("", start, name="start"),
    path("accessibility/", statement, name="statement"),
    path("apply/", include(django.journey_pages(flow, "form.html"))),
    path("sent/", include(django.reply_pages(reply_flow, "form.html"))),
]
if who:
    pages += [
        path("staff/", include(django.inbox_pages(inbox, "staff.html", who))),
        path("pretend/", include(django.choice_pages(Pretend(who), "form.html", "pretend"))),
    ]
urlpatterns = [path("", start), *i18n_patterns(*pages)]
