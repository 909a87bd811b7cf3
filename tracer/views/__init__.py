"""What the report shows, decided: findings -> frozen views that a template only loops over.

Everything here is plain text; the templates escape it. Anchors: a claim's words are
``#claim-<id>``, its card is ``#card-<id>``, a source is ``#source-<id>``.
"""

from tracer.views.cards import Card, cards
from tracer.views.facts import Place, about, copies, detail
from tracer.views.overview import said_first
from tracer.views.report import ReportView, report_view
from tracer.views.sources import Sourced, source_views
from tracer.views.steps import Step
from tracer.views.words import Badge, badge, count_of, day, link, when

__all__ = [
    "Badge",
    "Card",
    "Place",
    "ReportView",
    "Sourced",
    "Step",
    "about",
    "badge",
    "cards",
    "copies",
    "count_of",
    "day",
    "detail",
    "link",
    "report_view",
    "said_first",
    "source_views",
    "when",
]
