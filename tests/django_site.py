"""Django in this process, with a database in memory and nothing of ours installed."""

from django.apps import apps
from django.conf import settings

if not settings.configured:
    settings.configure(
        USE_I18N=True,
        LOGGING_CONFIG=None,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        # Signing in, whose messages are ours too.
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
        AUTH_PASSWORD_VALIDATORS=[
            {"NAME": f"django.contrib.auth.password_validation.{name}Validator"}
            for name in (
                "UserAttributeSimilarity",
                "MinimumLength",
                "CommonPassword",
                "NumericPassword",
            )
        ],
        # Fast, because nobody signs in with them.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    )
if not apps.ready:
    apps.populate(settings.INSTALLED_APPS)
