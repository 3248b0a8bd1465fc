from django.urls import path

from sotiem.portals.rules.views import drafts, publishing, sets

app_name = "rules"
urlpatterns = [
    path("", sets.sets, name="sets"),
    path("soan/", sets.start, name="start"),
    path("soan-tu-tep/", drafts.new, name="new"),
    path("<uuid:public_id>/", sets.version, name="version"),
    path("<uuid:public_id>/toan-van.json", sets.download, name="download"),
    path("<uuid:public_id>/sua/", drafts.edit, name="edit"),
    path("<uuid:public_id>/sua-toan-van/", drafts.edit_text, name="edit_text"),
    path("<uuid:public_id>/bo/", drafts.drop, name="drop"),
    path("<uuid:public_id>/xem-thu/", publishing.preview, name="preview"),
    path("<uuid:public_id>/cong-bo/", publishing.publish, name="publish"),
]
