"""Where staff sign in: the names are those allauth looks for."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
