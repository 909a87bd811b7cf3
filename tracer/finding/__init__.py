"""Which document is the source that an article cites: looked for online, every step recorded.

near.py      links in and next to the sentence; documents at hand
services.py  the Wayback Machine, GDELT, Google Fact Check Tools
search.py    one way after the other, for the claims that still lack a document
values.py    what a newsroom's own way of looking must be: a Finder

Nothing here is imported, and nothing is asked, unless somebody works online.
"""
