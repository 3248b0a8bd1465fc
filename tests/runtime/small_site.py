"""The smallest site there is: settings and addresses of a web server under test."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

SECRET_KEY = "only for this test"
ROOT_URLCONF = __name__
ALLOWED_HOSTS = ["127.0.0.1"]
USE_TZ = True


def health(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("healthz", health)]
