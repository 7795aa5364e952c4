"""Django in this process, with a database in memory and nothing of ours installed."""

from django.apps import apps
from django.conf import settings

if not settings.configured:
    settings.configure(
        USE_I18N=True,
        LOGGING_CONFIG=None,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    )
if not apps.ready:
    apps.populate([])
