-- What is put aside is looked for by its id alone each time an entry of that name can be used; live items are counted by source.
CREATE INDEX quarantine_id ON quarantine (source, feed_id);
CREATE INDEX item_live ON item (source) WHERE NOT gone;
