"""Two processes over one database: what is changed in one shows in the other at its next request."""

import re
from collections.abc import Iterator
from urllib.error import HTTPError
from uuid import uuid4

import pytest

from directory.roles import COORDINATION
from tests.factories import PASSWORD
from tests.smesb.processes import Site, a_site

SERVICES = f"""
from django.contrib.auth.models import Group
from directory.models import *
from smesb.models import User
kind = ServiceType.objects.get(slug="ssm")
one = Organization.objects.create(name="Asbl du test", slug="asbl-du-test")
for name in ("Alize", "Brise", "Cierzo"):
    Service.objects.create(
        name=name, slug=name.lower(), type=kind, status="published", organization=one
    )
camille = User.objects.create_user("camille@example.org", {PASSWORD!r}, is_staff=True)
camille.groups.add(Group.objects.get(name={COORDINATION!r}))
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with the reference lists and three services, as it was when it was started."""
    with a_site(tmp_path_factory.mktemp("site")) as site:
        site.run("load_reference", "--verbosity=0")
        site.run("create_roles", "--verbosity=0")
        site.run("shell", "--verbosity=0", "-c", SERVICES)
        site.database.back_up()
        site.start()
        yield site


@pytest.fixture
def site(running: Site) -> Site:
    """The running site, put back as it was: a backup is restored before each test."""
    running.database.restore()
    assert names(running) == [["Alize", "Brise", "Cierzo"]] * 2
    return running


def names(site: Site) -> list[list[str]]:
    """The services that each process lists at its next request."""
    card = r'<h3><a href="/services/[\w-]+/">([^<]+)</a>'
    return [re.findall(card, page) for page in site.read("/orientation/")]


def edit(site: Site, code: str) -> None:
    """Change something in a third process."""
    site.run("shell", "--verbosity=0", "-c", f"from directory.models import *; {code}")


def test_an_edit_in_the_admin_of_one_shows_in_both(site: Site) -> None:
    one, other = site.processes
    login = {"username": "camille@example.org", "password": PASSWORD}
    assert "Camille" not in one.post("/admin/login/?next=/admin/", **login)
    page = one.get("/admin/directory/service/?q=Brise")
    found = re.search(r"/admin/directory/service/(\d+)/change/", page)
    assert found
    address = f"/admin/directory/service/{found[1]}/change/"

    one.post(address, name="Zephyr")

    assert names(site) == [["Alize", "Cierzo", "Zephyr"]] * 2
    assert "Zephyr" in other.get("/services/brise/")


def test_an_edit_in_a_third_process_shows_in_both(site: Site) -> None:
    edit(site, 'one = Service.objects.get(name="Cierzo"); one.name = "Bora"; one.save()')
    assert names(site) == [["Alize", "Bora", "Brise"]] * 2
    edit(site, 'Service.objects.filter(name="Alize").update(status="draft")')
    assert names(site) == [["Bora", "Brise"]] * 2


def test_reference_data_changed_shows_in_the_form_of_both(site: Site) -> None:
    edit(site, 'one = Need.objects.get(slug="crise"); one.name_fr = "Une tempête"; one.save()')
    assert all("Une tempête" in page for page in site.read("/orientation/"))
    edit(site, 'Language.objects.filter(slug="ar").delete()')
    assert not any('value="ar"' in page for page in site.read("/orientation/"))

    site.run("load_reference", "--verbosity=0")

    assert all("Une tempête" in page for page in site.read("/orientation/")), "a person wrote it"
    assert all('value="ar"' in page for page in site.read("/orientation/"))


def test_a_restored_backup_shows_in_both(site: Site) -> None:
    edit(site, 'Service.objects.filter(name="Alize").delete()')
    assert names(site) == [["Brise", "Cierzo"]] * 2
    site.database.restore()
    assert names(site) == [["Alize", "Brise", "Cierzo"]] * 2


def test_a_restored_backup_that_comes_to_the_same_number_is_not_taken_for_the_same(
    site: Site,
) -> None:
    edit(site, 'Service.objects.filter(name="Alize").delete()')
    assert names(site) == [["Brise", "Cierzo"]] * 2
    site.database.restore()
    edit(site, 'Service.objects.filter(name="Brise").delete()')
    assert names(site) == [["Alize", "Cierzo"]] * 2


def test_the_token_of_a_link_is_in_no_log(site: Site) -> None:
    process, path = site.processes[0], f"/mise-a-jour/{uuid4()}/"
    for mark in ("?", "%3F", "%3f"):
        with pytest.raises(HTTPError):
            process.get(f"{path}{mark}lien=jeton-secret")
    log = process.log.read_text()
    assert path in log
    assert "jeton-secret" not in log
