"""dj-rest-auth with SimpleJWT in HttpOnly cookies and refresh tokens that rotate.

ACCESS_SECONDS, REFRESH_SECONDS: how long the two tokens live. TIME_ZONE: the server's.
CSRF=1: requests that change something need Django's CSRF token as well.
UNVERIFIED=1: the account has yet to verify its address. TWO_FACTOR: the secret of the account's second factor.
"""

import os
from datetime import timedelta

from .base import *  # noqa: F403
from .base import INSTALLED_APPS, MIDDLEWARE

ROOT_URLCONF = "project.urls.dj_rest_auth"
INSTALLED_APPS = [
    *INSTALLED_APPS,
    "rest_framework",
    "rest_framework_simplejwt.token_blacklist",
    "dj_rest_auth",
]
if os.environ.get("UNVERIFIED") == "1":
    INSTALLED_APPS += ["allauth", "allauth.account", "dj_rest_auth.registration"]
    MIDDLEWARE = [*MIDDLEWARE, "allauth.account.middleware.AccountMiddleware"]
    ACCOUNT_LOGIN_METHODS = {"email"}
    ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
    ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
if os.environ.get("TWO_FACTOR"):
    INSTALLED_APPS += ["dj_rest_auth.mfa"]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["dj_rest_auth.jwt_auth.JWTCookieAuthentication"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
REST_AUTH = {
    "USE_JWT": True,
    "SESSION_LOGIN": False,
    "TOKEN_MODEL": None,
    "JWT_AUTH_COOKIE": "access",
    "JWT_AUTH_REFRESH_COOKIE": "refresh",
    "JWT_AUTH_HTTPONLY": True,
    "JWT_AUTH_RETURN_EXPIRATION": True,
    "JWT_AUTH_COOKIE_USE_CSRF": os.environ.get("CSRF") == "1",
}
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(seconds=int(os.environ.get("ACCESS_SECONDS", "60"))),
    "REFRESH_TOKEN_LIFETIME": timedelta(seconds=int(os.environ.get("REFRESH_SECONDS", "600"))),
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
}
