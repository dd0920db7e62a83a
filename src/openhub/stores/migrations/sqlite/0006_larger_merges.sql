-- Parts of an index are put together when there are eight of a size, not four: that writes them again less often.
INSERT INTO words (words, rank) VALUES ('automerge', 8);
INSERT INTO names (names, rank) VALUES ('automerge', 8);
