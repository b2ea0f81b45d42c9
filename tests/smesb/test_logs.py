"""What no log keeps: what stands behind the `?` of an address."""

import logging

import pytest

from smesb.logs import PathOnly


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("GET /mise-a-jour/1/?lien=abc:def HTTP/1.1", "GET /mise-a-jour/1/ HTTP/1.1"),
        ("GET /orientation/?q=peur%20du%20noir&age=3 HTTP/1.1", "GET /orientation/ HTTP/1.1"),
        ("GET / HTTP/1.1", "GET / HTTP/1.1"),
        ("GET /mise-a-jour/1/%3Flien=abc HTTP/1.1", "GET /mise-a-jour/1/ HTTP/1.1"),
    ],
)
def test_a_line_without_its_query(line: str, expected: str) -> None:
    record = logging.makeLogRecord({"msg": '"%s" %s %s', "args": (line, "200", 12)})
    assert PathOnly().filter(record)
    assert record.getMessage() == f'"{expected}" 200 12'
