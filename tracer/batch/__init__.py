"""Many articles: shared out over processes or machines, each kept as soon as it is done.

articles      found by ``gather.articles``, each as its bytes
work.py       what a worker does with some of them
engines.py    who the workers are: processes of this machine
cluster.py    or those of a Dask cluster
running.py    what is to do, in which order, and that nothing is done twice
summary.py    what came of them all, as HTML and CSV
"""

from __future__ import annotations
