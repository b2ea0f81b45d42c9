"""What every test of an import may count on."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def messages_as_the_code_has_them() -> Iterator[None]:
    """No catalogue: the messages are those of the code, with plain spaces."""
    with translation.override(None):
        yield
