from django.urls import path

from sotiem.portals.figures.views import files, pages, standing_files, tables

app_name = "figures"
urlpatterns = [
    path("so-lieu/", pages.country, name="country"),
    path("so-lieu/tinh/<str:code>/", pages.province, name="province"),
    path("so-lieu/so-sanh/", pages.compare, name="compare"),
    path("so-lieu/bang/", tables.table, name="table"),
    path("so-lieu/tinh-hinh/", tables.whole, name="whole"),
    path("so-lieu/bang.<str:kind>", standing_files.table, name="table_file"),
    path("so-lieu/tinh-hinh.<str:kind>", standing_files.standing_file, name="standing_file"),
    path(
        "so-lieu/tinh/<str:code>/tinh-hinh.<str:kind>",
        standing_files.standing_file,
        name="province_standing_file",
    ),
    path("so-lieu/tiem-chung.json", files.as_json, name="json"),
    path("so-lieu/tiem-chung.csv", files.as_csv, name="csv"),
    path("so-lieu/tiem-chung.parquet", files.as_parquet, name="parquet"),
    path("so-lieu/tinh/<str:code>/tiem-chung.json", files.as_json, name="province_json"),
    path("so-lieu/tinh/<str:code>/tiem-chung.csv", files.as_csv, name="province_csv"),
    path("so-lieu/tinh/<str:code>/tiem-chung.parquet", files.as_parquet, name="province_parquet"),
]
