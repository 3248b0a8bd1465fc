from django.urls import path

from sotiem.portals.api.views import about, certificates, doses, facilities, imports, match, reports

app_name = "api"
urlpatterns = [
    path("", about.page, name="page"),
    path("v1/openapi.json", about.openapi, name="openapi"),
    path("v1/match", match.match, name="match"),
    path("v1/certificates/verify", certificates.verify, name="verify"),
    path("v1/doses", doses.doses, name="doses"),
    path("v1/facilities", facilities.find, name="facilities"),
    path("v1/reports", reports.send, name="reports"),
    path("v1/reports/<str:code>", reports.show, name="report"),
    path("v1/imports", imports.upload, name="imports"),
    path("v1/imports/<uuid:public_id>", imports.show, name="import"),
    path("v1/imports/<uuid:public_id>/rows", imports.rows, name="rows"),
    path("v1/imports/<uuid:public_id>/result", imports.result, name="result"),
    path("v1/imports/<uuid:public_id>/answers", imports.answers, name="answers"),
    path("v1/imports/<uuid:public_id>/commit", imports.commit, name="commit"),
    path("v1/imports/<uuid:public_id>/cancel", imports.cancel, name="cancel"),
]
