"""Addresses of the house itself."""

from django.urls import path

from kumppanuus.ui import views

app_name = "ui"
urlpatterns = [path("styleguide/", views.styleguide, name="styleguide")]
