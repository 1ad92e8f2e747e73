from django.urls import path

from kumppanuus.meetings.minutes_urls import minutes_patterns
from kumppanuus.meetings.views import agendas, matters, meetings, places, proposals

app_name = "meetings"

urlpatterns = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/list.<str:fmt>", meetings.export, name="export"),
    path("meetings/feed.atom", meetings.atom, name="atom"),
    path("meetings/answer/<str:token>/", places.answer_by_link, name="answer_by_link"),
    path("meetings/answer/<str:token>/meeting.ics", places.ics_by_link, name="ics_by_link"),
    path("meetings/answer/<str:token>/papers/<id:pk>/", places.paper_by_link, name="paper_by_link"),
    path("meetings/places/<id:pk>/", places.answer, name="answer"),
    path("meetings/<id:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<id:pk>/meeting.ics", meetings.ics, name="ics"),
    path("meetings/<id:pk>/agenda.<str:fmt>", meetings.agenda_file, name="agenda_file"),
    path("meetings/<id:pk>/screen/", meetings.screen, name="screen"),
    path("meetings/<id:pk>/change/", meetings.change, name="change"),
    path("meetings/<id:pk>/call/", meetings.call, name="call"),
    path("meetings/<id:pk>/cancel/", meetings.cancel, name="cancel"),
    path("meetings/<id:pk>/items/add/", agendas.add_item, name="add_item"),
    path("agenda/<id:pk>/change/", agendas.change_item, name="change_item"),
    path("agenda/<id:pk>/withdraw/", agendas.withdraw_item, name="withdraw_item"),
    path("agenda/<id:pk>/move/", agendas.move_item, name="move_item"),
    path("agenda/<id:pk>/papers/add/", agendas.add_paper, name="add_paper"),
    path("papers/<id:pk>/", agendas.paper, name="paper"),
    path("papers/<id:pk>/withdraw/", agendas.withdraw_paper, name="withdraw_paper"),
    path("matters/<id:pk>/agenda/", matters.take_matter, name="take_matter"),
    path("outcomes/<id:pk>/send-on/", matters.send_on, name="send_on"),
    path("proposals/", proposals.own, name="own_proposals"),
    path("proposals/<id:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<id:pk>/accept/", proposals.accept, name="accept_proposal"),
    path("proposals/<id:pk>/decline/", proposals.decline, name="decline_proposal"),
    path("proposals/<id:pk>/withdraw/", proposals.withdraw, name="withdraw_proposal"),
    path("bodies/<slug:slug>/meetings.ics", meetings.feed, name="feed"),
    path("bodies/<slug:slug>/meetings/plan/", meetings.plan, name="plan"),
    path("bodies/<slug:slug>/proposals/", proposals.of_body, name="proposals"),
    path("bodies/<slug:slug>/proposals.atom", proposals.atom, name="proposals_atom"),
    path("bodies/<slug:slug>/proposals.<str:fmt>", proposals.export, name="proposals_export"),
    path("bodies/<slug:slug>/proposals/new/", proposals.propose, name="propose"),
    *minutes_patterns,
]
