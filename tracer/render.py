"""View dataclasses -> HTML: one self-contained file that asks nothing of the network.

The style sheet is the only thing that the page's content security policy lets through, by its
hash: no script, no image, no font, no request.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracer.entries import line
from tracer.models import Report
from tracer.views import report_view

if TYPE_CHECKING:
    from jinja2 import Environment

_CONTROLS = dict.fromkeys(
    (*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF),
    "\ufffd",
)
"""Characters that no HTML file can hold, and what is shown for each."""


def to_html(report: Report) -> str:
    """``report`` as one HTML file that needs nothing beside it.

    The same report gives the same text. Raises KeyError if a match names a document that is not
    among the report's sources.
    """
    template = _environment().get_template("report.html")
    return template.render(
        view=report_view(report), entry=line(report), css=_style(), policy=_policy(_style())
    )


def styled(name: str, sheets: Iterable[str], /, **values: Any) -> str:
    """A page that has its style sheets in it and lets nothing else in, as a report does."""
    css = "\n".join(map(asset, sheets))
    return page(name, css=css, policy=_policy(css), **values)


def page(name: str, /, **values: Any) -> str:
    """A page of the desk: the template ``name`` with ``values``, all of them escaped."""
    return _environment().get_template(name).render(values)


def asset(name: str) -> str:
    """A style sheet or script among the templates. ``name`` is the program's, never a user's."""
    return (_templates() / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_templates()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_printable,
    )


def _templates() -> Path:
    """The templates' folder: inside an installed package, at the top of a checkout."""
    installed = Path(__file__).parent / "templates"
    return installed if installed.is_dir() else installed.parent.parent / "templates"


def _printable(value: Any) -> Any:
    return value.translate(_CONTROLS) if isinstance(value, str) else value


@cache
def _style() -> str:
    return asset("base.css") + "\n" + asset("report.css")


def _policy(css: str) -> str:
    """A content security policy that lets ``css`` through and nothing else."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
