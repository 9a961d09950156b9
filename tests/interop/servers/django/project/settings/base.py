"""What both applications share: Django's own defaults, a database of their own, lifetimes from the environment."""

import os
import tempfile
from pathlib import Path

SECRET_KEY = "a secret of the tests alone, which guards nothing"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
USE_TZ = True
TIME_ZONE = os.environ.get("TIME_ZONE", "UTC")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SESSION_COOKIE_AGE = int(os.environ.get("SESSION_SECONDS", "60"))
SESSION_SAVE_EVERY_REQUEST = os.environ.get("ROLLING") == "1"

# Removed by serve.py when the server ends.
DATA = Path(tempfile.mkdtemp(prefix="hallpass-interop-"))
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "db.sqlite3",
        # Several requests at once write sessions: wait for one another, as a larger database does.
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
    }
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
# Refusals are what the tests ask for: no word of them on the console.
LOGGING = {
    "version": 1,
    "handlers": {"console": {"class": "logging.StreamHandler", "level": "ERROR"}},
    "loggers": {name: {"handlers": ["console"], "propagate": False} for name in ("django", "dj_rest_auth")},
}
