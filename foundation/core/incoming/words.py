"""Words out of bytes: what a letter declares about its own charset is a hint, nothing more."""

import re
from email.errors import HeaderParseError
from email.header import decode_header
from html.parser import HTMLParser

# Longer HTML than this holds no letter that a person wrote; the rest is left out, the file keeps it.
HTML_LIMIT = 2_000_000
_LATIN = frozenset(
    {"", "ascii", "us-ascii", "iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "iso-8859-15"}
)
# Three letters beyond ASCII in a row: no Western word, nearly every Thai one.
_RUN = re.compile(rb"[\xa1-\xfb]{3}")
_SILENT = frozenset({"script", "style", "head", "title", "template", "object", "svg", "noscript", "iframe"})
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "section",
        "blockquote",
    }
)


def decode_bytes(content: bytes, declared: str = "") -> str:
    """Text of any bytes; never fails. UTF-8 where it fits, then what was declared, then the old Thai code pages."""
    charset = (declared or "").strip().strip("\"'").casefold()
    order = ["utf-8", charset, "cp874"]
    if charset in _LATIN and _RUN.search(content):
        order = ["utf-8", "cp874", charset]
    elif charset.startswith(("utf-16", "utf-32", "iso-2022", "utf-7", "hz")):
        order = [charset, "utf-8", "cp874"]
    for name in order:
        try:
            if name:
                return content.decode(name)
        except (UnicodeError, LookupError):
            continue
    return content.decode("utf-8", errors="replace")


def decode_head(value: str) -> str:
    """One line of the head as people read it: encoded words opened, bare bytes of old programs too."""
    raw = value.encode("ascii", "surrogateescape") if not value.isascii() and _is_escaped(value) else None
    if raw is not None:
        value = decode_bytes(raw)
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return _line(value)
    words = [
        piece if isinstance(piece, str) else decode_bytes(piece, charset or "us-ascii") for piece, charset in pieces
    ]
    return _line("".join(words))


def text_of_html(html: str) -> str:
    """The words of an HTML letter; what it quotes only where it says nothing else. No mark-up is left."""
    reader = _Words()
    reader.feed(html[:HTML_LIMIT])
    reader.close()
    own, quoted = "".join(reader.own).strip(), "".join(reader.quoted).strip()
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]*\n[ \t]*", "\n", own or quoted))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.own: list[str] = []
        self.quoted: list[str] = []
        self._silent = 0
        self._quotes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "blockquote":
            self._quotes += 1
        if tag in _BLOCKS:
            self._write("\n")
        if tag == "li":
            self._write("– ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        if tag in _BLOCKS:
            self._write("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._write(re.sub(r"\s+", " ", data))

    def _write(self, text: str) -> None:
        (self.quoted if self._quotes else self.own).append(text)


def _is_escaped(value: str) -> bool:
    return any("\udc80" <= letter <= "\udcff" for letter in value)


def _line(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode().split())
