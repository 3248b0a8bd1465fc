"""Every address of the system."""

from django.urls import URLPattern, URLResolver, include, path

from sotiem.portals.components.language import choose_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("ngon-ngu/", choose_language, name="set_language"),
    path("", include("sotiem.portals.public.urls")),
    path("", include("sotiem.portals.receipts.urls")),
    path("", include("sotiem.portals.certificate_paper.urls")),
    path("", include("sotiem.portals.registering.urls")),
    path("", include("sotiem.portals.announcing.urls")),
    path("", include("sotiem.portals.aftercare.urls")),
    path("", include("sotiem.portals.phones.urls")),
    path("", include("sotiem.portals.my_data.urls")),
    path("so-tiem/", include("sotiem.portals.citizen.urls")),
    path("co-so/<slug:code>/buoi-tiem/", include("sotiem.portals.session.urls")),
    path("co-so/<slug:code>/kho/", include("sotiem.portals.stock.urls")),
    path("", include("sotiem.portals.deadlines.urls")),
    path("", include("sotiem.portals.channels.urls")),
    path("", include("sotiem.portals.board.urls")),
    path("", include("sotiem.portals.archive.urls")),
    path("", include("sotiem.portals.figures.urls")),
    path("can-bo/quy-dinh/", include("sotiem.portals.rules.urls")),
    path("co-so/", include("sotiem.portals.facility.urls")),
    path("cung-ung/", include("sotiem.portals.stock.supply_urls")),
    path("thu-hoi-lo/", include("sotiem.portals.stock.recall_urls")),
    path("xu-ly/", include("sotiem.portals.review.urls")),
    path("api/", include("sotiem.portals.api.urls")),
    path("", include("sotiem.portals.office.urls")),
    path("", include("sotiem.portals.office.signing_in_urls")),
]

handler400 = "sotiem.portals.components.errors.bad_request"
handler403 = "sotiem.portals.components.errors.forbidden"
handler404 = "sotiem.portals.components.errors.not_found"
handler429 = "sotiem.portals.components.errors.too_many"
handler500 = "sotiem.portals.components.errors.server_error"
