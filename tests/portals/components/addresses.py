"""The addresses of a program that has nothing but components."""

from django.urls import include, path

from sotiem.portals.components.gallery import gallery

urlpatterns = [path("", gallery), path("ngon-ngu/", include("django.conf.urls.i18n"))]
