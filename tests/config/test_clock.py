from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from kumppanuus.config import clock as config_clock
from kumppanuus.core import clock
from kumppanuus.notices.models import Beat


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return timezone.make_aware(dt.datetime(2026, 11, day, hour, minute))


@pytest.mark.parametrize(
    ("period", "last", "now", "due"),
    [
        ("minute", at(21, 9, 0), at(21, 9, 0), False),
        ("minute", at(21, 9, 0), at(21, 9, 1), True),
        ("hour", at(21, 9, 0), at(21, 9, 59), False),
        ("hour", at(21, 9, 0), at(21, 10, 0), True),
        ("day", at(21, 9, 0), at(21, 23, 0), False),
        ("day", at(21, 9, 0), at(22, 5, 59), False),
        ("day", at(21, 9, 0), at(22, 6, 0), True),
        ("day", None, at(22, 3, 0), True),
    ],
)
def test_job_is_due_once_in_its_period(period, last, now, due):
    assert clock.Job("tests.job", period, lambda: None).is_due(last, now) is due


@pytest.mark.django_db
def test_tick_runs_what_is_due_once_and_goes_on_after_a_failure(monkeypatch):
    ran = []

    def fail():
        raise RuntimeError("stumbled")

    jobs = {
        "tests.fails": clock.Job("tests.fails", "minute", fail),
        "tests.works": clock.Job("tests.works", "day", lambda: ran.append(1)),
    }
    monkeypatch.setattr(clock, "jobs", jobs)
    assert config_clock.tick() == ["tests.fails", "tests.works"]
    assert config_clock.tick() == []
    assert ran == [1]
    assert set(Beat.objects.values_list("name", flat=True)) == {"job:tests.fails", "job:tests.works", "clock"}


@pytest.mark.django_db
def test_tick_runs_the_products_own_jobs():
    done = config_clock.tick()
    assert {"config.digests", "config.clean"} <= set(done)


def test_every_refuses_a_name_twice(monkeypatch):
    monkeypatch.setattr(clock, "jobs", {})

    def job():
        return None

    job.__module__ = "kumppanuus.tests.tasks"
    clock.every("day")(job)
    with pytest.raises(ValueError, match="twice"):
        clock.every("day")(job)
