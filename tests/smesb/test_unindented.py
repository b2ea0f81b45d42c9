"""Templates are sent without their indents, and texts to translate do not change by it."""

import re
from pathlib import Path

from django.conf import settings as site
from django.template.loader import get_template
from pytest_django import Settings

TO_TRANSLATE = re.compile(r"{% blocktranslate\b(.*?)%}(.*?){% endblocktranslate %}", re.S)


def test_html_loses_its_indents_and_keeps_its_lines(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.html").write_text("<ul>\n    <li>a  b\n\n\t</ul>\n", "utf-8")
    (tmp_path / "a.txt").write_text("- a\n  - b\n", "utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]

    assert get_template("a.html").render() == "<ul>\n<li>a  b\n\n</ul>\n"
    assert get_template("a.txt").render() == "- a\n  - b\n"


def test_a_text_to_translate_over_several_lines_is_trimmed() -> None:
    for template in (Path(site.BASE_DIR) / "templates").rglob("*.html"):
        for said in TO_TRANSLATE.finditer(template.read_text("utf-8")):
            assert "\n" not in said[2] or "trimmed" in said[1], f"{template}: {said[0]}"
