"""Every address of the system."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("sotiem.portals.public.urls")),
    path("so-tiem/", include("sotiem.portals.citizen.urls")),
    path("co-so/", include("sotiem.portals.facility.urls")),
    path("xu-ly/", include("sotiem.portals.review.urls")),
    path("", include("sotiem.portals.office.urls")),
]
