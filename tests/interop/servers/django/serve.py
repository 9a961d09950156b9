"""Creates the database and its one user, then serves the application that DJANGO_SETTINGS_MODULE names."""

import base64
import os
import shutil
import signal
import sys

import django
from django.conf import settings
from waitress import create_server

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    try:
        call_command("migrate", verbosity=0)
        user = get_user_model().objects.create_user("demo", "demo@example.com", "correct horse battery")
        if secret := os.environ.get("TWO_FACTOR"):
            if "dj_rest_auth.mfa" in settings.INSTALLED_APPS:
                from dj_rest_auth.mfa.totp import TOTP
            else:
                from allauth.mfa.totp.internal.auth import TOTP

            TOTP.activate(user, base64.b32encode(secret.encode()).decode())
        server = create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=16)
        print(f"listening on http://127.0.0.1:{server.effective_port}", flush=True)
        server.run()
    finally:
        shutil.rmtree(settings.DATA, ignore_errors=True)


if __name__ == "__main__":
    main()
