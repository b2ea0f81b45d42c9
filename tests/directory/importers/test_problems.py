"""How a refused value is shown."""

import pytest

from directory.importers.problems import SHOWN, Problem, excerpt


def test_a_problem_says_line_column_value_and_what_was_expected() -> None:
    problem = Problem(12, "age_min", "abc", "attendu : un nombre entier")
    assert (
        str(problem) == "ligne 12, colonne « age_min », valeur « abc » : attendu : un nombre entier"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("24\u00a0h/24", "24 h/24"),
        ("un\ndeux\ttrois", "un deux trois"),
        ("\x1b[31mrouge", "\\x1b[31mrouge"),
        ("\u202egauche", "\\x202egauche"),
        ("a" * (SHOWN + 5), "a" * SHOWN + "…"),
    ],
)
def test_a_value_is_shown_short_on_one_line_and_with_nothing_hidden(text: str, shown: str) -> None:
    assert excerpt(text) == shown
