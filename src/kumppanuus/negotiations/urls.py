from django.urls import path

from kumppanuus.negotiations.views import lists, steps

app_name = "negotiations"

urlpatterns = [
    path("negotiations/", lists.negotiations, name="negotiations"),
    path("negotiations/list.<str:fmt>", lists.export, name="export"),
    path("negotiations/feed.atom", lists.atom, name="atom"),
    path("negotiations/new/<slug:slug>/", steps.convene, name="convene"),
    path("negotiations/follow/<str:token>/", steps.follow_up, name="follow"),
    path("negotiations/<id:pk>/", lists.negotiation, name="negotiation"),
    path("negotiations/<id:pk>/material/", lists.material, name="material"),
    path("negotiations/<id:pk>/agreement/<id:number>/", lists.agreement, name="agreement"),
    path("negotiations/<id:pk>/summary.<str:fmt>", lists.document, name="document"),
    path("negotiations/<id:pk>/sign/", steps.sign, name="sign"),
    path("negotiations/<id:pk>/begin-next/", steps.begin_next, name="begin_next"),
    *(
        path(f"negotiations/<id:pk>/{verb.replace('_', '-')}/", steps.take, {"verb": verb}, name=verb)
        for verb in steps.PAGES
    ),
    *(path(f"negotiations/<id:pk>/{verb}/", steps.press, {"verb": verb}, name=verb) for verb in steps.SAID),
    path("negotiations/proposals/<id:pk>/change/", steps.rewrite, name="rewrite"),
    path("negotiations/proposals/<id:pk>/accept/", steps.accept, name="accept"),
    path("negotiations/proposals/<id:pk>/decline/", steps.decline, name="decline"),
    path("negotiations/points/<id:pk>/answer/", steps.answer_point, name="answer_point"),
    path("negotiations/parties/<id:pk>/leave/", steps.leave, name="leave"),
    path("negotiations/follow-ups/<id:pk>/withdraw/", steps.withdraw_link, name="withdraw_link"),
    path("negotiations/follow-ups/<id:pk>/send/", steps.send_again, name="send_again"),
    path("negotiations/presentations/<id:pk>/", lists.presentation, name="presentation"),
]
