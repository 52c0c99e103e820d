"""Which encoding a text is in."""

from __future__ import annotations

import pytest

from core.exchange.encodings import decoded
from core.model.problem import Problem

POLISH = "Imię;Nazwisko;Miasto\nŁucja;Wrona;Gdańsk\nŻaneta;Święty;Kraków\n"


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        ("Email\nana@acme.example\n", "ascii", "utf-8"),
        (POLISH, "utf-8", "utf-8"),
        (POLISH, "utf-8-sig", "utf-8"),
        (POLISH, "utf-16", "utf-16"),
        (POLISH, "utf-16-le", "utf-16-le"),
        (POLISH, "utf-16-be", "utf-16-be"),
        (POLISH, "utf-32", "utf-32"),
        (POLISH, "cp1250", "cp1250"),
        ("Łucja\n", "cp1250", "cp1250"),
        ("Jméno;Příjmení\nTomáš;Dvořák\n", "cp1250", "cp1250"),
        ("Prénom;Nom\nRenée;Lefèvre\nJürgen;Groß\nÅsa;Öberg\n", "cp1252", "cp1252"),
        ("Name;Firma\nMüller;Bäcker\n", "cp1252", "cp1252"),
        ("Note\nAnna’s – “best” €5\n", "cp1252", "cp1252"),
        ("Þór;Guðmundsdóttir\n", "cp1252", "cp1252"),
        ("Ad;Soyad\nŞişli;İstanbul\nAğaoğlu;Çağrı\n", "cp1254", "cp1254"),
        ("Vārds\nJānis;Bērziņš;Rīga\n", "cp1257", "cp1257"),
        ("Имя;Город\nИван Петров;Москва\n", "cp1251", "cp1251"),
        ("Όνομα;Πόλη\nΓιώργος;Αθήνα\n", "cp1253", "cp1253"),
        ("名前,会社\n山田太郎,株式会社テスト\n" * 5, "shift_jis", "cp932"),
    ],
)
def test_the_encoding_is_found(text: str, encoding: str, found: str) -> None:
    said = decoded(text.encode(encoding))
    assert said.text == text
    assert said.encoding == found


def test_a_few_broken_bytes_do_not_make_it_another_encoding() -> None:
    said = decoded(("Zażółć gęślą jaźń\n" * 5).encode() + b"\xff\n")
    assert said.encoding == "utf-8"
    assert said.text.endswith("\ufffd\n")


@pytest.mark.parametrize("data", [b"PK\x03\x04....", b"\x00\x01\x02\x03" * 100, b"%PDF-1.7", bytes(range(256)) * 20])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Problem) as refused:
        decoded(data)
    assert refused.value.code == "NOT_TEXT"
    assert "Save the list as CSV" in refused.value.hint


def test_bytes_nobody_knows_still_give_a_text() -> None:
    assert decoded(b"a,\x81\x8d\n").text.startswith("a,")
    assert decoded(b"").text == ""
