"""Addresses of the app."""

from django.urls import path

from kumppanuus.following import by_mail, views

app_name = "following"
urlpatterns = [
    path("me/follows/", views.follows, name="follows"),
    path("follow/mail/<str:token>/", by_mail.by_mail, name="by_mail"),
    path("follow/stop/<str:token>/", views.stop, name="stop"),
    path("follow/<str:model>/<id:pk>/", views.follow, name="follow"),
    path("follow/<str:model>/<id:pk>/state/", views.state, name="state"),
    path("follow/<str:model>/<id:pk>/stop/", views.unfollow, name="unfollow"),
]
