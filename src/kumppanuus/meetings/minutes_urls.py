"""Addresses of recording a meeting and of its minutes."""

from django.urls import URLPattern, path

from kumppanuus.meetings.views import by_link
from kumppanuus.meetings.views.approval import (
    answer_correction,
    approve,
    ask_for_correction,
    correct,
    inspect,
    open_for_corrections,
    submit,
)
from kumppanuus.meetings.views.minutes import begin_minutes, minutes, minutes_file, write, write_part
from kumppanuus.meetings.views.outcomes import (
    change_outcome,
    close,
    record,
    record_item,
    remove_outcome,
    settle_item,
    take_attendance,
)

MINUTES = "meetings/<id:pk>/minutes/<id:number>"

minutes_patterns: list[URLPattern] = [
    path("meetings/<id:pk>/record/", record, name="record"),
    path("meetings/<id:pk>/attendance/", take_attendance, name="take_attendance"),
    path("meetings/<id:pk>/close/", close, name="close"),
    path("items/<id:pk>/record/", record_item, name="record_item"),
    path("items/<id:pk>/settle/", settle_item, name="settle_item"),
    path("outcomes/<id:pk>/change/", change_outcome, name="change_outcome"),
    path("outcomes/<id:pk>/remove/", remove_outcome, name="remove_outcome"),
    path("meetings/<id:pk>/minutes/begin/", begin_minutes, name="begin_minutes"),
    path(f"{MINUTES}/", minutes, name="minutes"),
    path(f"{MINUTES}/minutes.<str:fmt>", minutes_file, name="minutes_file"),
    path("minutes/<str:token>/", by_link.minutes, name="minutes_by_link"),
    path("minutes/<str:token>/minutes.<str:fmt>", by_link.minutes_file, name="minutes_file_by_link"),
    path(f"{MINUTES}/write/", write, name="write"),
    path(f"{MINUTES}/write/<id:item>/", write_part, name="write_part"),
    path(f"{MINUTES}/open/", open_for_corrections, name="open_for_corrections"),
    path(f"{MINUTES}/corrections/ask/", ask_for_correction, name="ask_for_correction"),
    path(f"{MINUTES}/submit/", submit, name="submit"),
    path(f"{MINUTES}/inspect/", inspect, name="inspect"),
    path(f"{MINUTES}/approve/", approve, name="approve"),
    path(f"{MINUTES}/correct/", correct, name="correct"),
    path("corrections/<id:pk>/answer/", answer_correction, name="answer_correction"),
]
