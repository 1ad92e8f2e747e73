"""Addresses of the app."""

from django.urls import path

from kumppanuus.files import views

app_name = "files"
urlpatterns = [
    path("files/<uuid:uuid>/", views.download, name="download"),
]
