"""Django's own sessions behind JSON views, guarded as Django guards: who is not signed in is led to LOGIN_URL.

SESSION_SECONDS: how long a session lives. ROLLING=1: every request extends it.
"""

from .base import *  # noqa: F403

ROOT_URLCONF = "project.urls.sessions"
