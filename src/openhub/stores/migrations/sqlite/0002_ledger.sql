-- What each feed has said of each entry, whether or not the hub shows it: by this a harvest knows what it has.
-- leaf is NULL when it is gone; last is the change number last applied, walk the baseline that last showed it;
-- going: 1 to be deleted at the end of the run, 2 when a person agrees; missed: when the first baseline that did not show it ended.
CREATE TABLE entry (
  source INTEGER NOT NULL, bucket INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, leaf BLOB, last INTEGER NOT NULL,
  walk INTEGER NOT NULL, going INTEGER NOT NULL DEFAULT 0, missed INTEGER, reason TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (source, bucket, id, kind)
) WITHOUT ROWID;
CREATE INDEX entry_going ON entry (source, going) WHERE going > 0;
CREATE INDEX entry_missed ON entry (source, missed) WHERE missed IS NOT NULL;

-- The digest of each bucket of leaves and the number of entries in it; a bucket without a row has to be worked out again.
-- Source 0 is the hub's own feed.
CREATE TABLE bucket (
  source INTEGER NOT NULL, number INTEGER NOT NULL, digest BLOB NOT NULL, live INTEGER NOT NULL, PRIMARY KEY (source, number)
) WITHOUT ROWID;

INSERT INTO entry (source, bucket, id, kind, leaf, last, walk)
  SELECT source, bucket_of(feed_id), feed_id, feed_kind, leaf_of(feed_kind, feed_id, modified, digest), modified, seen
  FROM item WHERE NOT gone AND source > 0;

ALTER TABLE item DROP COLUMN seen;
ALTER TABLE item ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE item ADD COLUMN own_bucket INTEGER;
ALTER TABLE item ADD COLUMN own_leaf BLOB;
CREATE INDEX item_own ON item (own_bucket, own_leaf) WHERE own_leaf IS NOT NULL;

ALTER TABLE quarantine ADD COLUMN usable INTEGER NOT NULL DEFAULT 0;

ALTER TABLE source ADD COLUMN began TEXT;
ALTER TABLE source ADD COLUMN paged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN proved INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN checkpoint TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN state TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN verified_at TEXT;
UPDATE source SET paged = cursor <> '';
