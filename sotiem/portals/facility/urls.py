from django.urls import path

from sotiem.portals.facility.views import (
    about_file,
    asked,
    asked_sheets,
    confirming,
    decisions,
    downloads,
    duplicates,
    home,
    parts,
    people,
    questions,
    sheets,
    waiting,
)

app_name = "facility"
urlpatterns = [
    path("", home.my_facilities, name="home"),
    path("nhap-tep/<uuid:public_id>/", sheets.show, name="import"),
    path("nhap-tep/<uuid:public_id>/cach-hieu/", about_file.about_file, name="about_file"),
    path("nhap-tep/<uuid:public_id>/ghi/", decisions.record, name="commit"),
    path("nhap-tep/<uuid:public_id>/nhap-lai/", decisions.again, name="again"),
    path("nhap-tep/<uuid:public_id>/huy/", decisions.cancel, name="cancel"),
    path("nhap-tep/<uuid:public_id>/ghi-mot-phan/", parts.record_part, name="part"),
    path("nhap-tep/<uuid:public_id>/hoan-tac/", parts.undo, name="undo"),
    path("nhap-tep/<uuid:public_id>/ket-qua.xlsx", downloads.result, name="result"),
    path("nhap-tep/<uuid:public_id>/ket-qua.csv", downloads.result_as_csv, name="result_csv"),
    path("nhap-tep/<uuid:public_id>/dong/<int:number>/<int:slot>/", questions.show, name="row"),
    path(
        "nhap-tep/<uuid:public_id>/dong/<int:number>/<int:slot>/tra-loi/",
        questions.answer,
        name="answer",
    ),
    path(
        "nhap-tep/<uuid:public_id>/dong/<int:number>/<int:slot>/hoan-tac/",
        questions.take_back,
        name="take_back",
    ),
    path(
        "nhap-tep/<uuid:public_id>/dong/<int:number>/<int:slot>/nguoi/", people.show, name="person"
    ),
    path(
        "nhap-tep/<uuid:public_id>/dong/<int:number>/<int:slot>/nguoi/tra-loi/",
        people.decide,
        name="decide",
    ),
    path(
        "nhap-tep/<uuid:public_id>/dong/<int:number>/<int:slot>/nguoi/hoan-tac/",
        people.take_back,
        name="reopen",
    ),
    path("<slug:code>/", home.facility, name="facility"),
    path("<slug:code>/trung/", duplicates.listed, name="duplicates"),
    path("<slug:code>/trung/<uuid:public_id>/", duplicates.show, name="duplicate"),
    path("<slug:code>/trung/<uuid:public_id>/ket-luan/", duplicates.decide, name="decide_pair"),
    path(
        "<slug:code>/trung/<uuid:public_id>/hoan-tac/",
        duplicates.take_back,
        name="take_back_pair",
    ),
    path("<slug:code>/cau-hoi/", asked.groups, name="asked"),
    path("<slug:code>/cau-hoi/nhom/", asked.group, name="asked_group"),
    path("<slug:code>/cau-hoi/tra-loi/", asked.answer, name="asked_answer"),
    path("<slug:code>/cau-hoi/danh-sach.xlsx", asked_sheets.download, name="asked_download"),
    path("<slug:code>/cau-hoi/gui-tep/", asked_sheets.upload, name="asked_upload"),
    path("<slug:code>/cho-xu-ly/", waiting.waiting, name="waiting"),
    path("<slug:code>/xac-nhan/", confirming.groups, name="awaited"),
    path("<slug:code>/xac-nhan/nhom/", confirming.group, name="awaited_group"),
    path("<slug:code>/xac-nhan/ky/", confirming.confirm, name="confirm_doses"),
    path("<slug:code>/nhap-tep/", sheets.upload, name="upload"),
    path("<slug:code>/tep-mau.xlsx", downloads.template, name="template"),
]
