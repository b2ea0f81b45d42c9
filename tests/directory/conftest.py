"""What tests of the répertoire may ask for."""

import pytest
from django.conf import settings

from directory.importers.reference import load_reference


@pytest.fixture
def reference(db: None) -> None:
    """The reference lists and the territory of `fixtures/`."""
    load_reference(settings.FIXTURES)
