"""Addresses of the app. The statements also stand without a space's name: then they are of the first space."""

from django.urls import path

from kumppanuus.spaces.views import marks
from kumppanuus.spaces.views import spaces as views

app_name = "spaces"
urlpatterns = [
    path("accessibility/", views.accessibility, name="accessibility"),
    path("accessibility/<slug:slug>/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("privacy/<slug:slug>/", views.privacy, name="privacy"),
    path("terms/", views.terms, name="terms"),
    path("terms/<slug:slug>/", views.terms, name="terms"),
    path("feedback/", views.feedback, name="feedback"),
    path("feedback/<slug:slug>/", views.feedback, name="feedback"),
    path("feedback-answers/<id:pk>/", views.answer_feedback, name="answer_feedback"),
    path("spaces/<slug:slug>/change/", views.change, name="change"),
    path("spaces/<slug:slug>/marks/", marks.marks, name="marks"),
    path("spaces/<slug:slug>/marks/drop/", marks.drop, name="drop_marks"),
    path("space-marks/<id:pk>/wear/", marks.wear, name="wear_marks"),
    path("spaces/<slug:slug>/roles/", views.roles, name="roles"),
    path("spaces/<slug:slug>/roles/appoint/", views.appoint, name="appoint"),
    path("space-roles/<id:pk>/dismiss/", views.dismiss, name="dismiss"),
    path("spaces/<slug:slug>/recover/", views.recover, name="recover"),
    path("spaces/<slug:slug>/public-bodies/new/", views.add_public_body, name="add_public_body"),
    path("spaces/<slug:slug>/feedback/", views.feedback_list, name="feedback_list"),
]
