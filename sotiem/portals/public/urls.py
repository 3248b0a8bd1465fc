from django.urls import path

from sotiem.portals.public.views import about, health, home, lists, outbox, scan, verify

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("kiem-tra/", verify.verify, name="verify"),
    path("kiem-tra/quet/", scan.scan, name="scan"),
    path("kiem-tra/doc-ma.js", scan.reader, name="reader"),
    path("kiem-tra/sw.js", scan.worker, name="worker"),
    path("kiem-tra/ung-dung.webmanifest", scan.manifest, name="manifest"),
    path("kiem-tra/du-lieu", lists.index, name="lists"),
    path("kiem-tra/du-lieu/tin-cay", lists.trust, name="trust_list"),
    path("kiem-tra/du-lieu/quy-dinh", lists.rules, name="rule_list"),
    path("kiem-tra/du-lieu/khoa.pem", lists.key, name="list_key"),
    path("kiem-tra/du-lieu/thu-hoi/<str:kid>", lists.revocations, name="revocations"),
    path(".well-known/jwks.json", lists.card_keys, name="card_keys"),
    path(".well-known/crl/<str:kid>.json", lists.revoked_cards, name="revoked_cards"),
    path("quyen-rieng-tu/", about.privacy, name="privacy"),
    path("hop-thu/", outbox.outbox, name="outbox"),
    path("thanh-phan/", about.components, name="components"),
    path("healthz", health.health, name="healthz"),
    path("robots.txt", about.robots, name="robots"),
]
