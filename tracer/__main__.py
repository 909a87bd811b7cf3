"""``python -m tracer``: the command line."""

from __future__ import annotations

from tracer.cli import main

main(prog_name="tracer")
