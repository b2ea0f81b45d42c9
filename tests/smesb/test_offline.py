"""What shows copies without network: where it answers, and what it leaves alone."""

import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

NOT_OURS = re.compile(r"NOT_OURS = /(.*)/;")
ONE = UUID(int=1)


def worker(client: Client) -> str:
    """The worker's program."""
    return client.get("/hors-ligne.js").content.decode()


def test_the_worker_answers_at_the_root_is_never_an_old_one_and_needs_no_database(
    client: Client,
) -> None:
    answer = client.get("/hors-ligne.js")

    assert answer.headers["Content-Type"] == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert not answer.cookies
    assert f'NO_NETWORK = "{reverse("offline")}";' in answer.content.decode()


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_the_worker_leaves_to_the_network_who_logs_in_programs_and_signed_links(
    client: Client, language: str
) -> None:
    found = NOT_OURS.search(worker(client))
    assert found
    is_left = re.compile(found[1].replace("\\/", "/")).search
    with translation.override(language):
        left = [
            *(reverse("admin:index"), reverse("admin_password_reset")),
            *(reverse("directory:update", args=[ONE]), reverse("directory:new_link", args=[ONE])),
            *(reverse("directory:stop"), reverse("directory:update_thanks", args=[ONE])),
            *(reverse("orientation:api_services"), reverse("orientation:api_orientation")),
        ]
        shown = [
            *(reverse("directory:emergency"), reverse("orientation:selection")),
            reverse("directory:service", args=["api-sante"]),
        ]

    assert [address for address in left if not is_left(address)] == []
    assert [address for address in shown if is_left(address)] == []
