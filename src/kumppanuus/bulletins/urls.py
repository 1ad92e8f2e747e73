from django.urls import path

from kumppanuus.bulletins import views

app_name = "bulletins"

urlpatterns = [
    path("bulletins/", views.bulletins, name="bulletins"),
    path("bulletins/list.<str:fmt>", views.export, name="export"),
    path("bulletins/feed.atom", views.atom, name="atom"),
    path("bulletins/new/", views.write, name="write"),
    path("bulletins/<slug:slug>/", views.bulletin, name="bulletin"),
    path("bulletins/<slug:slug>/change/", views.change, name="change"),
    path("bulletins/<slug:slug>/correct/", views.correct, name="correct"),
    path("bulletins/<slug:slug>/schedule/", views.schedule, name="schedule"),
    path("bulletins/<slug:slug>/call-back/", views.call_back, name="call_back"),
    path("bulletins/<slug:slug>/files/", views.attach, name="attach"),
    path("bulletins/files/<id:pk>/remove/", views.detach, name="detach"),
    path("bulletins/<slug:slug>/send/", views.send, name="send"),
    path("bulletins/<slug:slug>/discard/", views.discard, name="discard"),
]
