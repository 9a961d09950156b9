import json

from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.models import Session
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST


def session_of(request):
    # Out of the row: `get_expiry_date` counts from now, though a read extends nothing.
    ends = Session.objects.get(pk=request.session.session_key).expire_date
    return JsonResponse({"user": {"id": request.user.pk, "email": request.user.email}, "expires_at": ends.isoformat()})


@login_required
def session(request):
    return session_of(request)


@ensure_csrf_cookie
def csrf(_request):
    return JsonResponse({})


@require_POST
def sign_in(request):
    given = json.loads(request.body)
    user = authenticate(request, username="demo", password=given.get("password", ""))
    if user is None or given.get("email") != user.email:
        return JsonResponse({"message": "Wrong email or password."}, status=400)
    login(request, user)
    request.session.save()
    return session_of(request)


@require_POST
def sign_out(request):
    logout(request)
    return JsonResponse({})


@login_required
def data(request):
    return JsonResponse({"for": request.user.email})


urlpatterns = [
    path("accounts/login/", lambda _request: HttpResponse("<!doctype html><title>Sign in</title>")),
    path("api/session", session),
    path("api/csrf", csrf),
    path("api/login", sign_in),
    path("api/logout", sign_out),
    path("api/data", data),
]
