"""Which statements change what readers may see, and what a process learns of the changes it missed."""

import pytest
from django.apps import apps

from directory.models import Revision
from directory.models.revision import KEPT
from directory.revision import UNSEEN, seen_models, written_table


@pytest.mark.parametrize(
    "sql",
    [
        'INSERT INTO "directory_phone" ("number") VALUES (%s)',
        'INSERT OR IGNORE INTO "directory_phone" ("number") VALUES (%s)',
        'INSERT INTO "directory_phone" ("id") VALUES (%s) ON CONFLICT DO NOTHING RETURNING "id"',
        'UPDATE "directory_phone" SET "label" = %s',
        'UPDATE "directory_phone" SET "label" = "x"."label" FROM "auth_group" "x"',
        'UPDATE ONLY "directory_phone" SET "label" = %s',
        "UPDATE OR IGNORE directory_phone SET label = ''",
        'UPDATE "public"."directory_phone" SET "label" = %s',
        "UPDATE public.directory_phone SET label = ''",
        'DELETE FROM "directory_phone"',
        'DELETE FROM ONLY "directory_phone"',
        'DELETE FROM "directory_phone" USING "directory_service" WHERE true',
        "delete\n  from directory_phone",
        "DELETE FROM directory_phone;",
        "SELECT 1; DELETE FROM directory_phone",
        'UPDATE "auth_group" SET "name" = %s; UPDATE "directory_phone" SET "label" = %s',
        'WITH "x" AS (SELECT 1) UPDATE "directory_phone" SET "label" = %s',
        'WITH "x" AS (DELETE FROM "directory_phone" RETURNING "id") SELECT * FROM "x"',
        'TRUNCATE "auth_group", "directory_phone";',
        'MERGE INTO "directory_phone" USING "x" ON true WHEN MATCHED THEN DELETE',
        'COPY "directory_phone" FROM STDIN',
        "REPLACE INTO directory_phone (id) VALUES (1)",
        "DO $$ BEGIN UPDATE directory_phone SET label = ''; END $$",
        "EXPLAIN ANALYZE DELETE FROM directory_phone",
        'DELETE FROM "DIRECTORY_PHONE"',
    ],
)
def test_a_statement_that_writes_in_a_published_table_is_seen(sql: str) -> None:
    assert written_table(sql) == "directory_phone"


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT "updated_at" FROM "directory_phone" FOR UPDATE',
        '(SELECT "id" FROM "directory_phone") UNION (SELECT 1)',
        'UPDATE "directory_revision" SET "number" = 1',
        'INSERT INTO "reversion_version" ("db") VALUES (%s)',
        'INSERT INTO "directory_suggestion" ("id") SELECT "id" FROM "directory_phone"',
        'DELETE FROM "django_session"',
        "BEGIN IMMEDIATE",
        'CREATE TABLE "directory_phone" ("service_id" integer REFERENCES "x" ON DELETE CASCADE)',
    ],
)
def test_a_statement_that_writes_elsewhere_is_not(sql: str) -> None:
    assert written_table(sql) is None


def test_every_model_is_seen_unless_it_changes_no_page() -> None:
    """A new model is seen: if no page shows it, UNSEEN says so."""
    unseen = set(apps.get_app_config("directory").get_models(include_auto_created=True)) - set(
        seen_models()
    )
    assert {model.__name__ for model in unseen} == UNSEEN


# What a process knows of the steps it has missed


def _revision(count: int) -> Revision:
    revision = Revision()
    for number in range(1, count + 1):
        revision.add(f"token {number}", [number])
    return revision


def test_the_steps_since_one_are_those_after_it() -> None:
    revision = _revision(3)
    steps = revision.since(1, "token 1")
    assert steps is not None
    assert [(step.number, step.services) for step in steps] == [(2, [2]), (3, [3])]
    assert revision.since(3, "token 3") == []


def test_a_step_of_another_life_of_the_database_is_not_known() -> None:
    """A restored backup has come to the same number by other changes."""
    assert _revision(3).since(2, "another token") is None
    assert _revision(3).since(4, "token 4") is None
    assert Revision().since(0, "") is None


def test_steps_too_long_ago_are_forgotten() -> None:
    revision = _revision(KEPT + 10)
    assert len(revision.changes) == KEPT
    assert revision.since(10, "token 10") is None
    assert len(revision.since(11, "token 11") or []) == KEPT - 1
