"""Words in the names of live items that are near to one, out of the word list that SQLite keeps with its text index."""

import sqlite3

from openhub.model.closeness import closest, plain


def close_words(db: sqlite3.Connection, word: str, limit: int) -> list[str]:
    """Whole words, the likeliest first; first those that begin with the same two letters, for these are quickly had."""
    word = plain(word)
    for beginning in dict.fromkeys((word[:2], word[:1], word[1:2])):
        if beginning and (found := closest(word, _beginning(db, beginning), limit)):
            return found
    return []


def _beginning(db: sqlite3.Connection, letters: str) -> dict[str, int]:
    """The words with this beginning, and in how many names each is."""
    query = "SELECT term, doc FROM name_word WHERE term >= ?1 AND term < ?1 || char(1114111)"
    return dict(db.execute(query, (letters,)).fetchall())
