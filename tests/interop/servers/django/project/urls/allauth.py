from django.http import JsonResponse
from django.urls import include, path


def data(request):
    if not request.user.is_authenticated:
        return JsonResponse({"error": "unauthorized"}, status=401)
    return JsonResponse({"for": request.user.email})


urlpatterns = [
    # Even headless, it names its confirmation pages by the routes in here.
    path("accounts/", include("allauth.urls")),
    path("_allauth/", include("allauth.headless.urls")),
    path("api/data", data),
]
