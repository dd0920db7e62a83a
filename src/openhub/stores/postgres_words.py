"""Words in PostgreSQL: texts cut into words as SQLite's index cuts them, searches as expressions, and words near to one."""

import re
from collections.abc import Iterable

from openhub.model.closeness import closest, plain
from openhub.model.words import meaning
from openhub.stores.postgres_pool import Db

_NO_WORD = re.compile(r"[\W_]+")
_ASCII = {n: chr(n).lower() if chr(n).isalnum() else " " for n in range(128)}
_SHORTEST_BEGINNING = 3
_MOST_WRITTEN = 20  # words of names that begin like the last word
_MOST_COUNTED = 1_000
_TOO_LONG = 200  # letters; no word, and more than an index takes


def cleaned(text: str) -> str:
    """The words of a text in lower case and without accents, and nothing else that a parser could take for something."""
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    return " ".join(_NO_WORD.sub(" ", plain(text)).split())


def written(names: Iterable[str]) -> list[str]:
    """The words of cleaned names, in the order in which every process writes them."""
    return sorted({word for name in names for word in name.split() if len(word) <= _TOO_LONG})


def remember(db: Db, names: Iterable[str]) -> None:
    """Notes words of names."""
    db.execute("INSERT INTO name_word SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING", (written(names),))


def forget_unused(db: Db) -> None:
    """Forgets words that are in no name any more."""
    db.execute(
        "DELETE FROM name_word USING name_word n LEFT JOIN (SELECT DISTINCT regexp_split_to_table(name, ' ') AS word FROM found) u"
        " ON u.word = n.word WHERE u.word IS NULL AND name_word.word = n.word"
    )


def expression(db: Db, words: str, *, any_word: bool) -> str:
    """What to_tsquery takes: every word of meaning, or any. The last may be the beginning of a word, of which names know
    how they go on; only what is no word of a name itself is looked for as the beginning of any stem."""
    terms = [" <-> ".join(parts) for word in meaning(words) if (parts := cleaned(word).split())]
    if not terms:
        return ""
    last = terms[-1]
    if len(last) >= _SHORTEST_BEGINNING and " " not in last:
        written = _written(db, last)
        ways = list(dict.fromkeys((last, *written)))
        terms[-1] = f"({' | '.join(ways if last in written else [*ways, f'{last}:*'])})"
    return (" | " if any_word else " & ").join(terms)


def in_names(query: str) -> str:
    """The expression asked of names alone."""
    return re.sub(r"[^\s()|&<>\-:*]+(:\*)?", lambda found: found[0] + ("A" if found[1] else ":A"), query)


def close_words(db: Db, word: str, limit: int) -> list[str]:
    """Whole words, the likeliest first; first those that begin with the same two letters, for these are quickly had."""
    word = cleaned(word)
    for beginning in dict.fromkeys((word[:2], word[:1], word[1:2])):
        rows = db.execute("SELECT word FROM name_word WHERE word >= %s AND word < %s", _span(beginning)).fetchall()
        near = closest(word, {row["word"]: 1 for row in rows}, 10 * limit) if beginning else []
        if found := closest(word, _counted(db, near), limit):
            return found
    return []


def _written(db: Db, beginning: str) -> list[str]:
    """Words of names that begin so: stems do not tell that "cookin" goes on as "cooking"."""
    rows = db.execute(
        "SELECT word FROM name_word WHERE word >= %s AND word < %s ORDER BY word LIMIT %s",
        (*_span(beginning), _MOST_WRITTEN),
    ).fetchall()
    return [row["word"] for row in rows]


def _counted(db: Db, words: list[str]) -> dict[str, int]:
    """In how many names of live items each of these is, those that are in one; not beyond some number."""
    rows = db.execute(
        "SELECT w.word, (SELECT count(*) FROM (SELECT FROM found WHERE words @@ to_tsquery('openhub', w.word || ':A')"
        " AND ' ' || name || ' ' LIKE '%% ' || w.word || ' %%' LIMIT %s) n) AS number FROM unnest(%s::text[]) AS w(word)",
        (_MOST_COUNTED, words),
    ).fetchall()
    return {row["word"]: row["number"] for row in rows if row["number"]}


def _span(beginning: str) -> tuple[str, str]:
    return beginning, f"{beginning}\U0010ffff"
