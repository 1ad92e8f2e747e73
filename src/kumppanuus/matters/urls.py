from django.urls import path

from kumppanuus.matters.views import lists, starting, steps

app_name = "matters"

urlpatterns = [
    path("matters/", lists.matters, name="matters"),
    path("matters/list.<str:fmt>", lists.export, name="export"),
    path("matters/feed.atom", lists.atom, name="atom"),
    path("matters/new/", starting.start, name="start"),
    path("matters/own/<str:token>/", starting.own, name="own"),
    path("matters/<id:pk>/", lists.matter, name="matter"),
    path("matters/<id:pk>/document.<str:fmt>", lists.document, name="document"),
    path("matters/<id:pk>/attach/", steps.attach, name="attach"),
    *(
        path(f"matters/<id:pk>/{verb.replace('_', '-')}/", steps.take, {"verb": verb}, name=verb)
        for verb in steps.PAGES
    ),
    path("matters/steps/<id:pk>/correct/", steps.correct, name="correct"),
    path("matters/attachments/<id:pk>/", steps.attachment, name="attachment"),
]
