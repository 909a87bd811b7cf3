"""Addresses to bytes: the only room that uses the network.

Everything goes through one guarded adapter (``guard``), whoever asks: pages, services, archives.
It reaches public addresses only, at every redirect anew, and it holds its caps whatever a server
sends. Nothing here is imported before somebody works online.
"""

from __future__ import annotations

from tracer.fetching.values import Exchange, Fetched, Limits
from tracer.fetching.web import Web, WebOptions

__all__ = ["Exchange", "Fetched", "Limits", "Web", "WebOptions"]
