"""tracer: how faithful is a news article to its sources?"""

__version__ = "0.1.0"
