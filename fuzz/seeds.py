"""What fuzzing starts from: a few small inputs of each kind, and the words that mutations use."""

from __future__ import annotations

PROSE = (
    "“Prices rose by 38 percent,” Ann Marsh told the Gazette on Tuesday. The mayor, 52, denied it.",
    "According to the report, which Reuters has seen, 1,200 people didn't vote in March 2019.",
    "'We go,' said Jane Roe of the Harbour Trust. 'And we stay.'\n\nQ: Why?\n— Jane Roe, chair",
    "He said she said that they said it said that. The company's $4.5 billion offer (£3bn) fell.",
    "The ferry carries nearly a quarter of a million; nine out of ten, not 12:31, said the U.S.",
    "“We spent 40 pounds … on paint” [sic]\n---\nWe spent 400 pounds, and more, on paint.",
    "A title\n---\nA source\n---\nThe council will sell the ferry. Nobody knows why.",
)
MARKUP = (
    "<html><head><title>Ferry sold</title><meta property='og:site_name' content='The Gazette'>"
    '<script type=\'application/ld+json\'>{"@type": "NewsArticle", "author": [{"name": "A"}]}'
    "</script></head><body><article><h1>Ferry sold</h1><p>“We spent 40 pounds,” <a href='/x'>said"
    "</a> Ann Marsh.</p><blockquote><p>It is gone.</p></blockquote></article></body></html>",
    "---\ntitle: Ferry\nurl: https://news.example/a\n---\n# Ferry\n\nIt is [gone](https://a.example/b).",
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>",
)
FORMS = (
    "csrf=x&decision=faithful&note=Heard+the+tape&after=3",
    '--line\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nHello\r\n'
    "--line--\r\n",
)
SEEDS: tuple[bytes, ...] = tuple(each.encode() for each in (*PROSE, *MARKUP, *FORMS))

WORDS: tuple[bytes, ...] = tuple(
    each.encode()
    for each in (
        *"“ ” ‘ ’ \" ' '' `` « » „ ‹ ( ) [ ] { } < > … - – — % $ £ € ½ & ; : , . ? !".split(),
        *"said told not according to percent million 1,200 4.5 2019 March Mr. U.S. the".split(),
        *"<p> </p> <div> <a href= </script> <!-- --> &amp; &#0; &#x110000; onclick=".split(),
        *"https:// csrf= name= filename= %00 %ff +".split(),
        "\n", "\n\n", "\n---\n", "\r\n", "\t", "\0", "\x1f", "\x85", "\u2028", "\ufeff",
        "\u200b", "\u202e", "\u00ad", "\u0301", "ﬁ", "ß", "İ", "٣", "²", "Ⅷ", "你好",
        "👩🏽\u200d🍳",
    )
)  # fmt: skip
"""What a mutation may put in."""
