"""Addresses of areas."""

from django.urls import path

from kumppanuus.places import views

app_name = "places"
urlpatterns = [
    path("municipalities/", views.areas, name="areas"),
    path("municipalities/choose/", views.choose, name="choose"),
    path("areas/<slug:slug>/", views.area, name="area"),
    path("areas/<slug:slug>/municipalities.csv", views.areas_csv, name="areas_csv"),
]
