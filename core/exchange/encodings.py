"""Which encoding a text file is in: byte order mark, UTF-8, UTF-16, else a Windows code page or what a detector finds.

A contact list has only a few letters that tell code pages apart, too few for a general detector. So the pages of
Windows are tried against the alphabets they were made for first.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from core.exchange.files import foreign_kind
from core.model.problem import Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # Before UTF-16: its mark begins with the same two bytes.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PAGES: Mapping[str, tuple[str, ...]] = {
    "cp1252": ("äöüß", "àâæçéèêëîïôœùûüÿ", "áéíñóúü¿¡", "àáâãçéêíóôõúü", "åäöøæé", "àèéìòù", "éëïóèü"),
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîșțşţ", "äöüß"),
    "cp1254": ("çğıöşüâî",),
    "cp1257": ("āčēģīķļņšūž", "ąčęėįšųūž", "äõöüšž"),
}
"""Code page to the letters, beyond a to z, of the languages it was made for; the likeliest page first."""
_ICELANDIC = "áéíóúýþæöð"
"""Of its own: in a Turkish list read as Western, the Turkish letters turn into þ and ð."""
# The last one is what a Turkish İ leaves beside its i in lower case.
_SIGNS = frozenset("–—‘’‚“”„…€®™©°·«»´\xa0\xad№\u0307")
_HIGH_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_IN_ONE_LANGUAGE = 3.0
_FITS = _IN_ONE_LANGUAGE / 2
"""What a Latin text reaches even when it mixes languages; below, it is none."""
_SCRIPTS = ["cp1251", "cp1253", "cp1255", "cp1256", "cp874", "cp932", "gb18030", "big5", "cp949", "koi8_r", "cp866"]
_WITH_HIGH = re.compile(rb"[^\n]*[\x80-\xff][^\n]*")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SAMPLE = 64_000
_FEW = 3


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file as text.

    Attributes:
        text: The text, without a byte order mark.
        encoding: Name of the encoding, for the person.
    """

    text: str
    encoding: str


def decoded(data: bytes) -> Decoded:
    """Turn a file's bytes into text.

    Raises:
        Problem: ``NOT_TEXT`` when the file holds something else.
    """
    kind = foreign_kind(data)
    if kind:
        raise _not_text(f"The file is {kind}.")
    found = _marked(data) or _unmarked(data)
    start = found.text[:_SAMPLE]
    # A stray control character spoils one cell; many of them are no text.
    controls = len(_CONTROL.findall(start))
    if controls > _FEW and controls * 50 > len(start):
        raise _not_text("The file holds something other than text.")
    return found


def _not_text(sentence: str) -> Problem:
    return Problem("NOT_TEXT", sentence, hint="Save the list as CSV in the program it comes from, then import that.")


def _marked(data: bytes) -> Decoded | None:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if not encoding:
        return None
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding.removesuffix("-sig"))


def _unmarked(data: bytes) -> Decoded:
    wide = _wide(data[:_SAMPLE])
    if wide:
        return Decoded(data.decode(wide, errors="replace"), wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        mended = data.decode("utf-8", errors="replace")
    # Mostly whole characters and a few broken ones: a damaged UTF-8 file, not another encoding.
    broken = mended.count("\ufffd")
    if sum(c > "\x7f" for c in mended) > 3 * broken:
        return Decoded(mended, "utf-8")
    encoding = _code_page(b"\n".join(_WITH_HIGH.findall(data[: 16 * _SAMPLE])[:1000])[:_SAMPLE])
    return Decoded(data.decode(encoding, errors="replace"), encoding)


def _wide(start: bytes) -> str:
    """Recognize UTF-16 without a mark: every other byte of Western text is zero."""
    half = len(start) // 2
    if half and start[1::2].count(0) > 0.6 * half:
        return "utf-16-le"
    return "utf-16-be" if half and start[0::2].count(0) > 0.6 * half else ""


def _code_page(sample: bytes) -> str:
    words = _HIGH_WORD.findall(sample)
    foreign = sum(len(word) > 1 and not re.search(rb"[A-Za-z]", word) for word in words)
    if foreign * 2 < len(words):
        best = max(_PAGES, key=lambda page: _fit(words, page))
        if _fit(words, best) >= _FITS:
            return best
    # Most words have no Latin letter: another script. Late: the detector takes a while to load.
    from charset_normalizer import from_bytes

    guess = from_bytes(sample, cp_isolation=_SCRIPTS).best() or from_bytes(sample).best()
    return guess.encoding if guess is not None else "cp1252"


def _fit(words: list[bytes], page: str) -> float:
    """Say how well words look in a code page: all their letters in one language is best, in several is good."""
    letters = Counter(char for word in words for char in word.decode(page, errors="replace").lower() if char > "\x7f")
    for sign in _SIGNS & letters.keys():
        del letters[sign]
    total = sum(letters.values())
    if not total:
        return _IN_ONE_LANGUAGE
    if letters["\ufffd"]:
        return 0.0
    alphabets = _PAGES[page]
    languages = (*alphabets, _ICELANDIC) if page == "cp1252" else alphabets
    any_language = sum(letters[char] for char in frozenset("".join(alphabets)))
    one_language = max(sum(letters[char] for char in alphabet) for alphabet in languages)
    return (any_language + 2 * one_language) / total
