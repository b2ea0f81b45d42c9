"""The house around the pages: settings that fail loudly, people who log in, the joined style sheet."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from pytest_django import Settings

from smesb.models import User
from smesb.storage import join_imports, without_spacing
from tests.factories import PASSWORD, UserFactory

GOOD = {
    "SECRET_KEY": "x" * 40,
    "DEBUG": "off",
    "DATABASE_URL": "sqlite:///x.sqlite3",
    "ALLOWED_HOSTS": "localhost",
    "EMAIL_URL": "memory:",
    "SITE_URL": "https://smes-b.example",
    "DJANGO_SETTINGS_MODULE": "smesb.settings",
}


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of its own, where no `.env` is read."""
    program = (
        "import environs; environs.Env.read_env = lambda *args, **named: None\n"
        "import django; django.setup()"
    )
    paths = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(settings.BASE_DIR)}
    return subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", program],
        env={**paths, **{k: v for k, v in {**GOOD, **environment}.items() if v != "absent"}},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "absent"),
        ("SECRET_KEY", "short"),
        ("DATABASE_URL", "not a database"),
        ("DEBUG", "maybe"),
        ("DEMO", "peut-être"),
        ("SITE_URL", "absent"),
        ("SITE_URL", "smes-b.example"),
        ("ALLOWED_HOSTS", "absent"),
        ("ALLOWED_HOSTS", ""),
        ("EMAIL_URL", "foo"),
        ("MAP_TILES_URL", "https://tuiles.example/"),
        ("MAP_TILES_URL", "https://{s}.tuiles.example/{z}/{x}/{y}.png"),
        ("MAP_TILES_URL", "https://tuiles.example; script-src */{z}/{x}/{y}.png"),
        ("MAP_TILES_URL", "tuiles.example/{z}/{x}/{y}.png"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_stops_the_start_and_is_named(
    name: str, value: str
) -> None:
    done = start(**{name: value})

    assert done.returncode != 0
    assert name in done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    "tiles",
    ["", "http://127.0.0.1:8000/{z}/{y}/{x}{r}.png?cle=1", "https://t.example/?r={y}&c={x}&m={z}"],
)
def test_good_settings_start(tiles: str) -> None:
    done = start(MAP_TILES_URL=tiles)

    assert done.returncode == 0, done.stderr


# People who log in


@pytest.mark.parametrize("typed", ["ana@example.org", "ANA@Example.ORG", " Ana@example.org "])
def test_one_logs_in_whatever_the_capitals(db: None, typed: str) -> None:
    user = UserFactory.create(email="Ana@Example.org", password=PASSWORD)

    assert user.email == "ana@example.org"
    assert authenticate(username=typed, password=PASSWORD) == user


def test_the_login_page_takes_an_address_in_capitals(db: None, client: Client) -> None:
    UserFactory.create(email="ana@example.org", password=PASSWORD, is_staff=True)
    answer = client.post(
        "/admin/login/?next=/admin/", {"username": "ANA@EXAMPLE.ORG", "password": PASSWORD}
    )

    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")


def test_a_wrong_password_or_an_inactive_person_does_not_log_in(db: None) -> None:
    UserFactory.create(email="ana@example.org", password=PASSWORD)
    UserFactory.create(email="bob@example.org", password=PASSWORD, is_active=False)

    assert authenticate(username="ana@example.org", password="autre") is None
    assert authenticate(username="bob@example.org", password=PASSWORD) is None
    assert authenticate(username="", password=PASSWORD) is None


def test_an_address_belongs_to_one_person_whatever_its_capitals(db: None) -> None:
    UserFactory.create(email="ana@example.org")

    with pytest.raises(ValidationError, match="déjà"):
        User(email="ANA@example.org", password="x").full_clean()
    with pytest.raises(IntegrityError):
        User.objects.bulk_create([User(email="ANA@example.org", password="x")])


def test_a_person_without_address_cannot_be_made(db: None) -> None:
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")


def test_a_person_is_called_by_name_else_by_address() -> None:
    assert str(User(email="ana@example.org", name="Ana")) == "Ana"
    assert User(email="ana@example.org").get_full_name() == "ana@example.org"


# The style sheet


def test_imports_become_the_content_of_the_files_they_name(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a { color: red }\n", "utf-8")
    (tmp_path / "b.css").write_text("b { content: “é” }\n", "utf-8")
    sheet = '@layer one;\n@import url("a.css") layer(one);\n@import url("b.css");\nc {}\n'

    assert join_imports(sheet, tmp_path) == (
        "@layer one;\n@layer one {\na { color: red }\n}\n\nb { content: “é” }\n\nc {}\n"
    )


def test_a_missing_file_is_not_left_out_silently(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        join_imports('@import url("absent.css");', tmp_path)


def test_a_sheet_loses_its_comments_and_the_spaces_that_mean_nothing() -> None:
    sheet = """/* one */
.a , .b {
  content: " ; {  } /* é */" / "";
  margin: calc(1px + 2px) /* two */ 0; /* three */
}
"""

    assert without_spacing(sheet) == (
        ' .a,.b{content:" ; {  } /* é */" / "";margin:calc(1px + 2px) 0;}'
    )


def test_the_site_is_one_sheet_without_imports() -> None:
    folder = Path(settings.BASE_DIR) / "static" / "css"
    joined = join_imports((folder / "site.css").read_text("utf-8"), folder)

    assert "@import" not in joined
    assert joined.count("{") == joined.count("}")
    assert "url(http" not in joined and "url(//" not in joined


@pytest.mark.parametrize("prefix", ["", "/nl", "/en"])
def test_the_accessibility_statement_names_whom_to_write_to(
    client: Client, settings: Settings, prefix: str
) -> None:
    settings.CONTACT_EMAIL = "acces@example.org"
    html = client.get(f"{prefix}/accessibilite/").content.decode()
    assert "mailto:acces@example.org" in html and "ombuds.brussels" in html
    settings.CONTACT_EMAIL = ""
    assert "CONTACT_EMAIL" in client.get(f"{prefix}/accessibilite/").content.decode()


@pytest.mark.parametrize("address", ["personne", "a@b", "@example.org"])
def test_a_contact_that_is_no_address_stops_the_start(address: str) -> None:
    done = start(CONTACT_EMAIL=address)
    assert done.returncode and "CONTACT_EMAIL" in done.stderr
