"""What the report shows, decided: findings -> frozen views that a template only loops over.

Everything here is plain text; the templates escape it. Anchors: a claim's words are
``#claim-<id>``, its card is ``#card-<id>``, a source is ``#source-<id>``.
"""

from tracer.views.cards import Card, cards
from tracer.views.report import ReportView, report_view
from tracer.views.words import Badge, badge, count_of, day, link, when

__all__ = [
    "Badge",
    "Card",
    "ReportView",
    "badge",
    "cards",
    "count_of",
    "day",
    "link",
    "report_view",
    "when",
]
