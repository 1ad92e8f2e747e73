"""Addresses of the app. Those under account/ take the place of the library's own pages."""

from django.urls import path, re_path

from kumppanuus.accounts import views

app_name = "accounts"
urlpatterns = [
    path("account/login/", views.sign_in, name="sign_in"),
    path("account/login/code/", views.to_sign_in),
    path("account/signup/", views.to_sign_in),
    re_path(r"^account/password/(?P<rest>.*)$", views.no_passwords),
    path("account/reauthenticate/", views.to_sign_in),
    path("me/", views.me, name="me"),
    path("me/welcome/", views.welcome, name="welcome"),
    path("me/data/", views.data, name="data"),
    path("me/erase/", views.erase, name="erase"),
    path("contribution/", views.terms, name="terms"),
]
