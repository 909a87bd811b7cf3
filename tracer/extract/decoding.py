"""What bytes are (text, HTML, PDF or none of these), and the text in them."""

from __future__ import annotations

import codecs
import re

from tracer.errors import ReadError

_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ", "compressed with xz"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"SQLite format 3\0", "a database"),
    (b"\x7fELF", "a program"),
)
_MARKS = (  # the longer first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKS_LIKE_HTML = re.compile(
    rb"(?:\s|<\?xml[^>]*>|<!--(?:(?!-->).)*-->)*"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|link|main|article|section|div|p|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_SAMPLE = 65_536
"""How much of a file is looked at to say what it is: bytes or characters."""
_NOT_IN_TEXT = re.compile("[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MOST_CONTROLS = 0.1
"""More control characters than this share of a text, and it is none."""
_MOST_BROKEN = 0.1
"""Up to this share of broken ones among the characters beyond ASCII, a text is damaged UTF-8
rather than in another encoding: those have next to no valid UTF-8 sequence."""


def media_type(raw: bytes, given: str, where: str) -> str:
    """One of "application/pdf", "text/html", "text/markdown" and "text/plain".

    Raises ReadError: the bytes are empty, or something that is known not to be text.
    """
    if not raw.strip(b"\xef\xbb\xbf \t\r\n"):
        raise ReadError("This is empty", where, WHOLE)
    if raw.lstrip()[:5] == b"%PDF-":
        return "application/pdf"
    for magic, what in _MAGIC:
        if raw.startswith(magic):
            raise ReadError(f"Cannot read this: it is {what}", where, _DO)
    if given in _HTML_TYPES or (not given and _LOOKS_LIKE_HTML.match(raw[:_SAMPLE])):
        return "text/html"
    return "text/markdown" if given == "text/markdown" else "text/plain"


_DO = "Give an HTML page, a text, Markdown or PDF file"
WHOLE = "Check that it was saved, or sent, whole"
"""What to do about a document with nothing in it."""


def charset_of(parameters: str) -> str:
    """The charset that the parameters of a media type name, or nothing."""
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", parameters, re.IGNORECASE)
    return found.group(1) if found else ""


def decode(raw: bytes, where: str, charset: str = "") -> str:
    """The text in ``raw``, without a byte order mark and with ``\\n`` at the ends of lines.

    A byte order mark decides, then valid UTF-8, then ``charset`` or a charset that the page
    itself names, then what charset-normalizer makes of it. Damaged characters become U+FFFD.

    Raises ReadError: the bytes are no text.
    """
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "")
    if not encoding and b"\0" in raw:
        raise ReadError("Cannot read this: it is a binary file", where, _DO)
    text = raw.decode(encoding, "replace") if encoding else _without_mark(raw, charset)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    sample = text[:_SAMPLE]
    if "\0" in text or len(_NOT_IN_TEXT.findall(sample)) > _MOST_CONTROLS * len(sample):
        raise ReadError("Cannot read this: it is a binary file", where, _DO)
    return text


def without_controls(text: str) -> str:
    """``text`` without the control characters that no HTML page may hold."""
    return _CONTROLS.sub("", text)


def _without_mark(raw: bytes, charset: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        broken_at = error.start
    damaged = raw.decode("utf-8", "replace")
    beyond_ascii = len(damaged) - len(damaged.encode("ascii", "ignore"))
    if damaged.count("\ufffd") <= _MOST_BROKEN * beyond_ascii:
        return damaged
    encoding = _known(charset) or _known(_declared(raw)) or _guessed(raw, broken_at)
    return raw.decode(encoding, "replace")


def _declared(raw: bytes) -> str:
    head = raw[:4096].decode("ascii", "ignore")
    return charset_of(head) if "<" in head else ""


def _known(charset: str) -> str:
    """The codec of ``charset`` if it is one for text that can follow on ASCII, as browsers
    read it: Latin 1 means Windows 1252."""
    try:
        name = codecs.lookup(charset).name if charset else ""
    except LookupError:
        return ""
    if name.startswith("utf") or name in {"hex", "base64", "bz2", "zlib", "rot13", "uu", "quopri"}:
        return ""
    return _WESTERN if name in {"iso8859-1", "ascii"} else name


_WESTERN = "cp1252"
_LATIN = [_WESTERN, "cp1250", "cp1254", "cp1257", "mac_roman"]
_MOSTLY_LATIN = 0.7
"""A text with more ASCII than this among its letters is in a Latin script: others write hardly
any of theirs in ASCII."""
_AS_COHERENT = 0.05
"""How much less like its language a text may read in Windows 1252 than in the best guess, and
still be taken for it. Short English texts read as well in Windows 1250."""
_MARKUP = re.compile(rb"<[^<>]*>")


def _guessed(raw: bytes, broken_at: int) -> str:
    from charset_normalizer import from_bytes

    start = max(0, broken_at - _SAMPLE // 2)
    sample = _MARKUP.sub(b" ", raw[start : start + _SAMPLE])
    ascii_letters = len(re.findall(rb"[A-Za-z]", sample))
    is_latin = ascii_letters > _MOSTLY_LATIN * len(re.findall(rb"[A-Za-z\x80-\xff]", sample))
    matches = from_bytes(sample, cp_isolation=_LATIN if is_latin else None)
    best = matches.best()
    if best is None:
        return _WESTERN
    for match in matches:
        as_good = match.chaos <= best.chaos and match.coherence >= best.coherence - _AS_COHERENT
        if as_good and _WESTERN in match.could_be_from_charset:
            return _WESTERN
    return best.encoding
