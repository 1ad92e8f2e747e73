"""Addresses of the composed pages."""

from django.urls import path

from kumppanuus.dashboard import views

app_name = "dashboard"
urlpatterns = [
    path("", views.front, name="front"),
    path("work/", views.work, name="work"),
    path("open-data/", views.open_data, name="open_data"),
    path("spaces/", views.spaces, name="spaces"),
    path("spaces/<slug:slug>/", views.space, name="space"),
    path("municipalities/<slug:slug>/", views.municipality, name="municipality"),
]
