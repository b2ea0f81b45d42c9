"""Reads letters that came back, and notes which addresses do not exist."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from email import message_from_binary_file, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.update_requests import is_no_mailbox, record_bounce


class Command(BaseCommand):
    """`manage.py record_bounces FILE…`, or one message on standard input, as mail servers hand it over."""

    help = "Note les adresses dont le courrier revient pour de bon (messages au format RFC 3464)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Any number of messages."""
        parser.add_argument("files", nargs="*", type=Path, metavar="FICHIER")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        """Note each address that will never receive; what is full or away today is left alone."""
        count = 0
        for message in _messages(files):
            for address in _failed_for_good(message):
                count += record_bounce(address, timezone.localdate())
        self.stdout.write(_("Adresses en erreur notées : %(count)s.") % {"count": count})


def _messages(files: list[Path]) -> Iterator[EmailMessage]:
    rules: Any = policy.default
    if not files:
        yield message_from_binary_file(sys.stdin.buffer, policy=rules)
    for file in files:
        with file.open("rb") as opened:
            yield message_from_binary_file(opened, policy=rules)


def _failed_for_good(message: EmailMessage) -> Iterator[str]:
    """The addresses of which a delivery report says that there is no such mailbox."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for recipient in part.iter_parts():
            failed = str(recipient.get("Action", "")).strip().lower() == "failed"
            if failed and is_no_mailbox(str(recipient.get("Status", "")).strip()):
                yield str(recipient.get("Final-Recipient", "")).partition(";")[2].strip()
