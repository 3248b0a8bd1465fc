from django.urls import path

from sotiem.portals.receipts import views

app_name = "receipts"
urlpatterns = [
    path("so-tiem/phan-anh/<str:code>/bien-nhan.pdf", views.mine, name="mine"),
    path("xu-ly/<uuid:public_id>/bien-nhan.pdf", views.at_the_desk, name="at_the_desk"),
]
