from django.urls import path

from sotiem.portals.certificate_paper import views

app_name = "certificate_paper"
HERE = "so-tiem/giay-chung-nhan/<uuid:public_id>"
urlpatterns = [
    path(f"{HERE}/man-hinh/", views.screen, name="screen"),
    path(f"{HERE}.pdf", views.pdf, name="pdf"),
    path(f"{HERE}.png", views.png, name="png"),
    path(f"{HERE}.svg", views.svg, name="svg"),
    path(f"{HERE}.smart-health-card", views.health_card, name="health_card"),
    path(f"{HERE}.smart-health-card.png", views.health_card_png, name="health_card_png"),
    path(f"{HERE}.fhir.json", views.fhir, name="fhir"),
    path(f"{HERE}.json", views.as_json, name="json"),
]
