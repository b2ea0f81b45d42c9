"""The site with its 100 starter services, in a real browser."""

from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.journeys.village import village as village  # a fixture


@pytest.fixture
def site(transactional_db: None, live_server: Any) -> str:
    """The address of a running site with the reference data and the starter répertoire."""
    call_command("load_reference", verbosity=0)
    call_command("import_services", settings.FIXTURES / "services_starter.csv", verbosity=0)
    call_command("load_readings", settings.FIXTURES / "starter_readings.toml", verbosity=0)
    return str(live_server.url)
