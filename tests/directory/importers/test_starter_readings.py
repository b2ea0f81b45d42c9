"""The readings of the starter file say only what its rows say."""

import csv
import tomllib
from typing import Any

import pytest
from django.conf import settings

with (settings.FIXTURES / "services_starter.csv").open(encoding="utf-8", newline="") as opened:
    ROWS = {(row["name"], row["organisation"]): row for row in csv.DictReader(opened)}
READ: list[dict[str, Any]] = tomllib.loads(
    (settings.FIXTURES / "starter_readings.toml").read_text("utf-8")
)["service"]


@pytest.mark.parametrize("entry", READ, ids=lambda entry: entry["name"])
def test_each_fact_quotes_words_of_its_row(entry: dict[str, Any]) -> None:
    row = ROWS[entry["name"], entry["organisation"]]
    for fact in entry["facts"]:
        assert any(fact["quote"] in cell for cell in row.values()), fact
        assert fact["quote"].strip(), fact


def test_each_row_is_read_once() -> None:
    keys = [(entry["name"], entry["organisation"]) for entry in READ]
    assert len(keys) == len(set(keys))
