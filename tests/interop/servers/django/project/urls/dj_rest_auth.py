from django.conf import settings
from django.urls import include, path
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response


@api_view(["GET", "POST"])
@permission_classes([IsAuthenticated])
def data(request):
    return Response({"for": request.user.email})


urlpatterns = [
    path("dj-rest-auth/", include("dj_rest_auth.urls")),
    path("api/data", data),
]
if "dj_rest_auth.mfa" in settings.INSTALLED_APPS:
    from dj_rest_auth.mfa.views import MFALoginView

    urlpatterns = [
        path("dj-rest-auth/login/", MFALoginView.as_view()),
        path("dj-rest-auth/", include("dj_rest_auth.mfa.urls")),
        *urlpatterns,
    ]
