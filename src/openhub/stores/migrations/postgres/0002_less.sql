-- Room in each page for the next version of its rows, which then need no new entries in indexes: what is delivered again
-- unchanged is noted in nearly every row.
ALTER TABLE item SET (fillfactor = 55);
ALTER TABLE entry SET (fillfactor = 55);

-- Entries wait in a list before they go into the index together: the longer, the less is written for each.
ALTER INDEX found_words SET (gin_pending_list_limit = 8192);
ALTER INDEX found_facets SET (gin_pending_list_limit = 1024);

-- Found by its key is enough.
ALTER TABLE place DROP CONSTRAINT place_pkey;
CREATE INDEX place_key ON place (key);

-- Without tombstones; and so it is not taken for a way to find entries by their names, which it is a slow one for.
DROP INDEX item_source;
CREATE INDEX item_source ON item (source) WHERE NOT gone;

-- What covers an area is looked for farther away, and what covers the widest everywhere.
DROP INDEX found_wide;
CREATE INDEX found_area ON found USING gist (spot) WHERE radius > 0;
CREATE INDEX found_wide ON found USING gist (spot) WHERE radius > 2500;
CREATE INDEX found_widest ON found (radius) WHERE radius > 50000;
