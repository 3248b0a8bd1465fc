from django.urls import path

from sotiem.portals.public.views import about, health, home, outbox, verify

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("kiem-tra/", verify.verify, name="verify"),
    path("quyen-rieng-tu/", about.privacy, name="privacy"),
    path("hop-thu/", outbox.outbox, name="outbox"),
    path("thanh-phan/", about.components, name="components"),
    path("healthz", health.health, name="healthz"),
    path("robots.txt", about.robots, name="robots"),
]
