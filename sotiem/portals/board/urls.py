from django.urls import path

from sotiem.portals.board.views import doses, office, public

app_name = "board"
urlpatterns = [
    path("bang-dieu-hanh/", office.board, name="board"),
    path("bang-dieu-hanh/so-lieu.csv", office.table, name="table"),
    path("bang-dieu-hanh/tiem-chung/", doses.board, name="doses"),
    path("bang-dieu-hanh/tiem-chung.csv", doses.table, name="doses_csv"),
    path("so-lieu/phan-anh/", public.figures, name="public"),
    path("so-lieu/phan-anh.json", public.as_json, name="json"),
    path("so-lieu/phan-anh.csv", public.as_csv, name="csv"),
]
