"""Fictional waiting times: on a demonstration site only, and each says that it is fictional."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from directory import demo
from directory.models import WaitingTime
from tests.factories import ServiceFactory, WaitingTimeFactory
from tests.smesb.reader import html_of

DAY = date(2026, 11, 22)


@given(st.text(min_size=1))
def test_what_is_made_up_is_possible_and_the_same_each_time(slug: str) -> None:
    made = list(demo.observations(slug, DAY))
    assert made == list(demo.observations(slug, DAY))
    for fields in made:
        WaitingTime(**fields).clean()
        assert isinstance(fields["observed_on"], date) and fields["observed_on"] <= DAY


@pytest.mark.django_db
def test_elsewhere_than_in_a_demonstration_nothing_fictional_is_loaded(
    settings: Settings,
) -> None:
    settings.DEMO = False
    ServiceFactory.create()
    with pytest.raises(CommandError, match="DEMO=on"):
        call_command("load_demo")
    assert not WaitingTime.objects.exists()


@pytest.mark.django_db
def test_it_may_run_again_and_keeps_what_is_real(settings: Settings, client: Client) -> None:
    settings.DEMO = True
    for number in range(12):
        ServiceFactory.create(slug=f"s{number}")
    line = ServiceFactory.create(slug="ligne", emergency_line="107")
    ServiceFactory.create(slug="urgences", type__slug="urgences")
    real = WaitingTimeFactory.create(service=line)
    call_command("load_demo", verbosity=0)
    count = WaitingTime.objects.count()
    call_command("load_demo", verbosity=0)
    assert WaitingTime.objects.count() == count > 50
    assert list(WaitingTime.objects.filter(is_fictional=False)) == [real]
    assert list(line.waiting_times.all()) == [real], "an emergency line has no fictional wait"
    assert not WaitingTime.objects.filter(service__slug="urgences").exists()
    told = WaitingTime.objects.filter(is_fictional=True).first()
    assert told and "chiffre fictif" in html_of(client, told.service.get_absolute_url())
