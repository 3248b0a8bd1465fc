from django.urls import path

from sotiem.portals.deadlines.views import board, exceptions, facility, home, reminders, sheets

app_name = "deadlines"
urlpatterns = [
    path("han-nhap/", home.deadlines, name="board"),
    path("han-nhap/moi/", home.new, name="new"),
    path("han-nhap/<uuid:public_id>/", board.show, name="deadline"),
    path("han-nhap/<uuid:public_id>/co-so/", board.facilities_behind, name="behind"),
    path("han-nhap/<uuid:public_id>/dem-lai/", board.count, name="count"),
    path("han-nhap/<uuid:public_id>/ban-in/", sheets.printable, name="printable"),
    path("han-nhap/<uuid:public_id>/man-hinh/", sheets.wall, name="wall"),
    path("han-nhap/<uuid:public_id>/so-lieu.csv", sheets.table, name="csv"),
    path("han-nhap/<uuid:public_id>/so-lieu.xlsx", sheets.workbook, name="xlsx"),
    path("han-nhap/<uuid:public_id>/nhac/", reminders.preview, name="remind"),
    path("han-nhap/<uuid:public_id>/nhac/gui/", reminders.send, name="send"),
    path("han-nhap/<uuid:public_id>/gia-han/<slug:code>/", exceptions.make, name="exception"),
    path("co-so/<slug:code>/han-nhap/", facility.line, name="facility"),
    path("co-so/<slug:code>/han-nhap/dien-thoai/", facility.phone, name="phone"),
]
