from django.urls import path

from sotiem.portals.my_data.views import mine, officer

app_name = "my_data"
_MINE = "so-tiem/du-lieu-cua-toi/"
_DESK = "xu-ly/yeu-cau-du-lieu/"
urlpatterns = [
    path(_MINE, mine.home, name="home"),
    path(f"{_MINE}tai-ve/", mine.export, name="export"),
    path(f"{_MINE}yeu-cau-xoa/", mine.ask, name="ask"),
    path(f"{_MINE}yeu-cau/<str:code>/", mine.request_page, name="request"),
    path(f"{_MINE}yeu-cau/<str:code>/khieu-nai/", mine.appeal, name="appeal"),
    path(f"{_MINE}yeu-cau/<str:code>/cong-van-<int:place>.pdf", mine.letter, name="letter"),
    path(_DESK, officer.waiting, name="waiting"),
    path(f"{_DESK}<uuid:public_id>/", officer.case, name="case"),
    path(f"{_DESK}<uuid:public_id>/gia-han/", officer.extend, name="extend"),
    path(f"{_DESK}<uuid:public_id>/cong-van-<int:place>.pdf", officer.letter, name="office_letter"),
]
