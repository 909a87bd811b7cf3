"""Findings in the formats that other programs read, and writing any report to its file.

files.py           a report's file: what it is called, whole or not at all
json_report.py     the JSON report; its claims as lines of JSON
csv_table.py       a row for each claim
web_annotation.py  W3C Web Annotations: article and source, each by words and by place
claim_review.py    schema.org ClaimReview of what people decided
sarif.py           SARIF, for tools that show what checkers found
markdown.py        a summary to paste
iris.py            linked data: names of things, and JSON-LD that a page can hold

docs/format.md describes the formats, docs/report.schema.json holds JSON reports to account.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tracer.export.claim_review import to_claim_review
from tracer.export.csv_table import COLUMNS, to_csv
from tracer.export.files import Format, file_name, put, write
from tracer.export.json_report import SCHEMA, dumps, to_json, to_jsonl
from tracer.export.markdown import to_markdown
from tracer.export.sarif import to_sarif
from tracer.export.web_annotation import to_web_annotation

__all__ = [
    "COLUMNS",
    "FORMATS",
    "SCHEMA",
    "Format",
    "dumps",
    "file_name",
    "put",
    "to_claim_review",
    "to_csv",
    "to_json",
    "to_jsonl",
    "to_markdown",
    "to_sarif",
    "to_web_annotation",
    "write",
]

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "json": Format("json", dumps),
        "csv": Format("csv", to_csv),
        "jsonl": Format("jsonl", to_jsonl),
        "sarif": Format("sarif", to_sarif),
        "webannotation": Format("webannotation.jsonld", to_web_annotation),
        "claimreview": Format("claimreview.jsonld", to_claim_review),
        "markdown": Format("md", to_markdown),
    }
)
"""The formats of this room by name; the HTML report is render's."""
