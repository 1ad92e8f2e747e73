"""Addresses of the app."""

from django.urls import path

from kumppanuus.organisations.views import contacts, exporting, members, organisations, posts

app_name = "organisations"
urlpatterns = [
    path("act-for/", organisations.act_for, name="act_for"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/list.<slug:fmt>", exporting.download, name="download"),
    path("organisations/new/", organisations.create, name="create"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:slug>/change/", organisations.change, name="change"),
    path("organisations/<slug:slug>/members/", members.members, name="members"),
    path("organisations/<slug:slug>/members/invite/", members.invite, name="invite"),
    path("organisations/<slug:slug>/join/", members.ask_to_join, name="ask_to_join"),
    path("organisations/<slug:slug>/posts/new/", posts.add_post, name="add_post"),
    path("invitation/<str:token>/", members.invitation, name="invitation"),
    path("invitations/<id:pk>/withdraw/", members.withdraw_invitation, name="withdraw_invitation"),
    path("join-requests/<id:pk>/approve/", members.approve, name="approve"),
    path("join-requests/<id:pk>/decline/", members.decline, name="decline"),
    path("memberships/<id:pk>/change/", members.change_membership, name="change_membership"),
    path("memberships/<id:pk>/end/", members.end_membership, name="end_membership"),
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/list.<slug:fmt>", contacts.export, name="contacts_export"),
    path("contacts/feed.atom", contacts.atom, name="contacts_atom"),
    path("posts/<id:pk>/", contacts.post, name="post"),
    path("posts/<id:pk>/change/", posts.change_post, name="change_post"),
    path("posts/<id:pk>/end/", posts.end_post, name="end_post"),
    path("posts/<id:pk>/holder/", posts.set_holder, name="set_holder"),
    path("holdings/<id:pk>/end/", posts.end_holding, name="end_holding"),
    path("holdings/<id:pk>/name/", posts.show_name, name="show_name"),
]
