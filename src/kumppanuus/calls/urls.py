from django.urls import path

from kumppanuus.calls.views import calls, choosing, nominations

app_name = "calls"

urlpatterns = [
    path("calls/", calls.calls, name="calls"),
    path("calls/list.<str:fmt>", calls.export, name="export"),
    path("calls/feed.atom", calls.atom, name="atom"),
    path("calls/<id:pk>/", calls.call, name="call"),
    path("calls/<id:pk>/change/", calls.change, name="change"),
    path("calls/<id:pk>/extend/", calls.extend, name="extend"),
    path("calls/<id:pk>/cancel/", calls.cancel, name="cancel"),
    path("calls/<id:pk>/nominate/", nominations.nominate, name="nominate"),
    path("calls/<id:pk>/compare/", choosing.compare, name="compare"),
    path("calls/<id:pk>/nominations.<str:fmt>", choosing.export, name="nominations_export"),
    path("calls/<id:pk>/decide/", choosing.decide, name="decide"),
    path("calls/<id:pk>/result/", choosing.result, name="result"),
    path("calls/<id:pk>/publish/", choosing.publish, name="publish"),
    path("nominations/", nominations.own, name="own"),
    path("nominations/answer/<str:token>/", nominations.answer_by_link, name="answer_by_link"),
    path("nominations/<id:pk>/", nominations.nomination, name="nomination"),
    path("nominations/<id:pk>/answer/", nominations.answer, name="answer"),
    path("nominations/<id:pk>/withdraw/", nominations.withdraw, name="withdraw"),
    path("nominations/<id:pk>/ask/", nominations.ask_again, name="ask_again"),
    path("nominations/<id:pk>/ineligible/", nominations.mark_ineligible, name="mark_ineligible"),
    path("nominations/<id:pk>/back/", nominations.put_back, name="put_back"),
    path("bodies/<slug:slug>/calls/new/", calls.announce, name="announce"),
]
