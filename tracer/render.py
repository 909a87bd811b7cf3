"""View dataclasses -> HTML: one self-contained file that asks nothing of the network.

A page's own style sheet and its own script are all that its content security policy lets through,
each by its hash: no other script, no image, no font, no request.
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
    sheets, view = ("base.css", "report.css"), report_view(report)
    return styled("report.html", sheets, "report.js", view=view, entry=line(report))


def styled(name: str, sheets: Iterable[str], script: str = "", /, **values: Any) -> str:
    """A page that has its style sheets in it, and its script if it has one, and lets nothing else
    in, as a report does."""
    css, code = "\n".join(map(asset, sheets)), asset(script) if script else ""
    return page(name, css=css, script=code, policy=_policy(css, code), **values)


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


def _policy(css: str, js: str) -> str:
    """A content security policy that lets ``css``, and ``js`` if there is any, through, and
    nothing else."""
    script = f"; script-src {_digest(js)}" if js else ""
    styles = f"style-src {_digest(css)}"
    return f"default-src 'none'; {styles}{script}; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
