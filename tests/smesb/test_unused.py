"""Nothing is kept that nothing uses: no template, and no class in the style sheets."""

import re
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.template.utils import get_app_template_dirs

from directory.emergency import LEVELS
from directory.sheet import State
from directory.wait_statistics import Slice
from directory.waits import Intake
from directory.waits_in_words import UNKNOWN
from orientation.matching import Verdict
from smesb.views_design import COLOURS, PARTS, STATES

TEMPLATES, STATIC = settings.BASE_DIR / "templates", settings.BASE_DIR / "static"
ERRORS = {"400.html", "403.html", "404.html", "500.html"}  # Django finds them by their names

# Classes that end with a value: what stands before it, and the values it takes.
VALUES: dict[str, Iterable[str]] = {
    "fact-": State,
    "wait-": [*Intake, UNKNOWN],
    "mark-": Intake,
    "band-": Intake,
    "slice-": Slice,
    "verdict-": Verdict,
    "care-": LEVELS,
    "dot-": Verdict,
    "design-": [*COLOURS, *STATES],
}
# Templates whose name is put together, and the names.
PUT_TOGETHER = {
    '"components/card_{part}.html"': {"components/card_head.html", "components/card_foot.html"},
    '"smesb/design/"|add:part|add:".html"': {f"smesb/design/{part}.html" for part in PARTS},
}


def written(folder: Path, ending: str) -> str:
    """Everything that stands in the files of a folder with this ending."""
    return "\n".join(file.read_text() for file in sorted(folder.rglob(f"*{ending}")))


def python() -> str:
    """The programs of the site, without its tests."""
    packages = ("directory", "orientation", "smesb")
    return "\n".join(written(settings.BASE_DIR / package, ".py") for package in packages)


def classes_in_css(css: str) -> set[str]:
    """The classes that stand in selectors."""
    css = re.sub(r'/\*.*?\*/|"[^"]*"', "", css, flags=re.S)
    selectors = [one for one in re.findall(r"([^{};]*)\{", css) if not one.strip().startswith("@")]
    return set(re.findall(r"\.([a-z][\w-]*)", " ".join(selectors)))


def classes_in_use() -> set[str]:
    """The classes of templates, of the HTML in Python and of scripts, with what may end them."""
    html = written(TEMPLATES, ".html") + python()
    html = re.sub(r"\{%.*?%\}", " ", html)
    html = re.sub(r"\{+[^{}%]*\}+", "{}", html)  # a value, in a template or in a string
    found = {name for text in re.findall(r'class="([^"]*)"', html) for name in text.split()}
    scripts = written(STATIC / "js", ".js")
    found |= {name for text in re.findall(r"\bclass=([\w-]+)", scripts) for name in text.split()}
    for begins, values in VALUES.items():
        if f"{begins}{{}}" in found:
            found |= {f"{begins}{value}" for value in values}
    return found


def test_every_template_is_named_somewhere() -> None:
    names = {
        file.relative_to(TEMPLATES).as_posix() for file in TEMPLATES.rglob("*") if file.is_file()
    }
    text = written(TEMPLATES, ".html") + python()
    used = {name for name in names if f'"{name}"' in text} | ERRORS
    used |= {name for together, some in PUT_TOGETHER.items() if together in text for name in some}
    # The admin finds a template by its name, or beside it by the model's: it takes the place of a stock one.
    stock = [folder for folder in get_app_template_dirs("templates") if folder != TEMPLATES]
    used |= {
        name
        for name in names
        if name.startswith("admin/")
        and any((one / "admin" / Path(name).name).exists() for one in stock)
    }

    assert sorted(names - used) == []


def test_every_class_of_the_style_sheets_is_on_a_page() -> None:
    used = classes_in_use()
    sheets = [file for file in (STATIC / "css").glob("*.css") if file.name != "admin.css"]
    unused = [
        f"{file.name}: .{name}"
        for file in sorted(sheets)
        for name in sorted(classes_in_css(file.read_text()) - used)
    ]

    assert unused == []


def test_classes_are_found_where_they_stand() -> None:
    css = '@media (x: 1.5) { .a:not(.b) { margin: .5rem } } /* .c */ .d::after { content: ".e"; }'

    assert classes_in_css(css) == {"a", "b", "d"}
    assert {"door-crisis", "is-chosen", "verdict-exclus", "icon", "sr-only"} <= classes_in_use()
