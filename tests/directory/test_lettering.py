"""Texts stay in their box, whatever they are."""

from unicodedata import normalize

from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.ImageDraw import ImageDraw

from directory.lettering import BOLD, REGULAR, Lines, fit, leading, width

SIZES = range(60, 31, -4)
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))


@given(text=st.text(LETTERS, max_size=200), weight=st.sampled_from((REGULAR, BOLD)))
@example("W" * 200, BOLD)
@example("mot " * 50, BOLD)
@example("Şćhőł " * 33, REGULAR)
@example("", BOLD)
@settings(max_examples=60, deadline=None)
def test_a_text_never_leaves_its_box(text: str, weight: int) -> None:
    found = fit(text, (700, 160), SIZES, weight)

    assert found.height <= 160
    assert all(width(line, found.size, weight) <= 700 for line in found.lines)
    if not found.is_cut:
        assert "".join(found.lines).replace(" ", "") == normalize("NFC", text).replace(" ", "")


def test_a_text_is_as_large_as_its_box_lets_it() -> None:
    assert fit("Similes", (700, 160), SIZES).size == 60
    long = fit("Centre de service social de Bruxelles Sud-Est – La Chasse", (700, 160), SIZES)
    assert 32 < long.size < 60 and len(long.lines) > 1
    assert fit("mot " * 100, (700, 160), SIZES).lines[-1].endswith("…")


def test_the_width_of_a_text_is_what_is_drawn() -> None:
    image = Image.new("L", (1200, 100))
    end = Lines(("Žluťoučký AVATAR d’été – ß",), 47, BOLD)
    end.draw(ImageDraw(image), 10, 10, "#fff")
    drawn = image.getbbox()

    assert drawn and abs(drawn[2] - 10 - end.width) <= 4


def test_a_line_ends_at_ordinary_spaces_only() -> None:
    room = round(width("Ils disent « bonjour", 40)) + 4

    assert fit("Ils disent «\u00a0bonjour\u00a0»", (room, 200), [40]).lines == (
        "Ils disent",
        "«\u00a0bonjour\u00a0»",
    )


def test_letters_of_both_files_of_the_font_are_drawn() -> None:
    missing = width("\ue000", 40)  # no font has this one

    assert {width(letter, 40) == missing for letter in "ćőŠĳ"} == {False}
    assert leading(40) == 48
