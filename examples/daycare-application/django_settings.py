"""The service on Django, its settings: `make demo-django`."""

from settings import DEBUG as DEBUG
from settings import HERE, LIMITS, key

import citydesign

ROOT_URLCONF = "django_urls"
SECRET_KEY = key().hex()
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
INSTALLED_APPS = ["django.contrib.staticfiles", "citydesign.django"]
STATIC_URL = "/static/"
STATICFILES_DIRS = [("citydesign", citydesign.assets_path())]
CITYDESIGN_THEME = "tampere"
CITYDESIGN_FACE = "inter"
LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]
TIME_ZONE = "Europe/Helsinki"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "citydesign.django.protect",
    "citydesign.django.languages",
    "django_urls.Doors",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "environment": "django_urls.environment",
            "context_processors": ["django_urls.every_page"],
        },
    },
]
DATA_UPLOAD_MAX_MEMORY_SIZE = LIMITS.size
DATA_UPLOAD_MAX_NUMBER_FIELDS = LIMITS.fields
CITYDESIGN_MAX_FILES = LIMITS.files
