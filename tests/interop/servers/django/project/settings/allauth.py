"""django-allauth, headless, for a browser client.

SESSION_SECONDS: how long a session lives. ROLLING=1: every request extends it.
REAUTHENTICATION_SECONDS: how long after sign-in sensitive changes need no second one.
UNVERIFIED=1: the account has yet to verify its address. TWO_FACTOR: the secret of the account's second factor.
PASSKEYS=1: a passkey signs in, at http://localhost.
"""

import os

from .base import *  # noqa: F403
from .base import INSTALLED_APPS, MIDDLEWARE

ROOT_URLCONF = "project.urls.allauth"
INSTALLED_APPS = [*INSTALLED_APPS, "allauth", "allauth.account", "allauth.mfa", "allauth.headless"]
MIDDLEWARE = [*MIDDLEWARE, "allauth.account.middleware.AccountMiddleware"]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]

HEADLESS_ONLY = True
HEADLESS_CLIENTS = ["browser"]
# Where its mails would lead; without them a change of address fails.
HEADLESS_FRONTEND_URLS = {"account_confirm_email": "/confirm?key={key}", "account_signup": "/signup"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if os.environ.get("UNVERIFIED") == "1" else "none"
MFA_SUPPORTED_TYPES = ["totp"]
if os.environ.get("PASSKEYS") == "1":
    MFA_SUPPORTED_TYPES += ["webauthn"]
    MFA_PASSKEY_LOGIN_ENABLED = True
    MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    ALLOWED_HOSTS = ["localhost"]
# A code that was read at the very end of its half minute.
MFA_TOTP_TOLERANCE = 1
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(os.environ.get("REAUTHENTICATION_SECONDS", "60"))
# As many wrong passwords as a test likes.
ACCOUNT_RATE_LIMITS = False
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
