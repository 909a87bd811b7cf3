"""The review desk: a web app on this machine, for one reviewer or several at once.

    serving    the socket, the address to open, the server
    guard      who may ask at all: host, token, size of what is sent, headers of what goes back
    forms      what a form sent, held to its limits
    app        addresses -> pages and acts
    desk       what the desk does: decide, undo, add a source, correct, check again
    added      a source that a reviewer pasted or chose -> document
    pages      what each page shows, decided; the templates only loop
    words      decisions in plain words, and their keys

``serve`` is the only door.
"""

from __future__ import annotations

from tracer.review.serving import Place, serve

__all__ = ["Place", "serve"]
