from django.urls import path

from sotiem.portals.archive import views

app_name = "archive"
urlpatterns = [
    path("so-lieu/ngay/", views.days, name="days"),
    path("so-lieu/ngay/index.json", views.index, name="index"),
    path("so-lieu/ngay/khoa.json", views.keys, name="keys"),
    path("so-lieu/ngay/khoa/<str:kid>.pem", views.key, name="key"),
    path("so-lieu/ngay/<str:day>.zip", views.download, name="download"),
]
