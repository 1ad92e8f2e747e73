"""Addresses of the app."""

from django.urls import path

from kumppanuus.notices import views

app_name = "notices"
urlpatterns = [
    path("me/notices/", views.preferences, name="preferences"),
    path("notices/stop/<str:token>/", views.stop, name="stop"),
    path("demo/mail/", views.sent_mail, name="sent_mail"),
    path("demo/mail/<id:pk>/", views.sent_one, name="sent_one"),
]
