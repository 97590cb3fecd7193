-- Times are microseconds since 1970-01-01 UTC. Addresses are 16 bytes, the most significant first, with the family beside them: so a
-- range is compared by memcmp, and IPv4 never meets IPv6, not even ::ffff:0:0/96. Nothing here needs a SQLite newer than 3.37, so
-- that Debian's sqlite3 can look into a ledger.

CREATE TABLE site (
  name TEXT NOT NULL PRIMARY KEY,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  changed_at INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  -- The row of a deleted site stays, so that no revision is ever used again.
  is_deleted INTEGER NOT NULL CHECK (is_deleted IN (0, 1))
) STRICT;

CREATE TABLE site_file (
  site TEXT NOT NULL REFERENCES site (name),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (site, position)
) STRICT;

CREATE TRIGGER site_revisions_rise BEFORE UPDATE ON site
WHEN NEW.revision < OLD.revision OR (NEW.revision = OLD.revision AND NEW.is_deleted = 0)
BEGIN
  SELECT RAISE(ABORT, 'fairlead: a revision of a site is never used again');
END;

CREATE TRIGGER sites_stay BEFORE DELETE ON site
BEGIN
  SELECT RAISE(ABORT, 'fairlead: the row of a site stays, marked as deleted, so that no revision is used again');
END;

-- What is held, and what else site files claim, in one table: so one constraint sees both.
CREATE TABLE claim (
  number INTEGER PRIMARY KEY,
  address_space TEXT NOT NULL,
  family INTEGER NOT NULL CHECK (family IN (4, 6)),
  first BLOB NOT NULL CHECK (length(first) = 16),
  last BLOB NOT NULL CHECK (length(last) = 16),
  is_exclusive INTEGER NOT NULL CHECK (is_exclusive IN (0, 1)),
  -- A known conflict, or the same owner's second mention: outside the constraint.
  is_accepted INTEGER NOT NULL CHECK (is_accepted IN (0, 1)),
  site TEXT NOT NULL,
  kind TEXT NOT NULL,
  owner TEXT NOT NULL,
  -- Of a claim of a site file:
  subject TEXT,
  source TEXT,
  -- Of a holding:
  id BLOB UNIQUE CHECK (length(id) = 16),
  origin TEXT CHECK (origin IN ('reservation', 'file')),
  segment TEXT,
  state TEXT CHECK (state IN ('reserved', 'active', 'quarantined')),
  note TEXT,
  created_at INTEGER,
  created_by TEXT,
  activated_at INTEGER,
  until INTEGER,
  seen_at INTEGER,
  seen_answered INTEGER CHECK (seen_answered IN (0, 1)),
  seen_by TEXT,
  CHECK (first <= last),
  CHECK (family = 6 OR last < x'00000000000000000000000100000000'),
  CHECK (CASE WHEN id IS NULL
    THEN subject IS NOT NULL AND source IS NOT NULL AND origin IS NULL AND state IS NULL AND created_at IS NULL AND created_by IS NULL
    ELSE is_exclusive = 1 AND is_accepted = 0 AND subject IS NULL AND source IS NULL
      AND origin IS NOT NULL AND state IS NOT NULL AND created_at IS NOT NULL AND created_by IS NOT NULL END),
  CHECK ((seen_at IS NULL) = (seen_answered IS NULL) AND (seen_at IS NULL) = (seen_by IS NULL))
) STRICT;

CREATE INDEX claim_held ON claim (address_space, family, first, last) WHERE is_exclusive = 1 AND is_accepted = 0;
CREATE INDEX claim_of_file ON claim (site, address_space, family, first) WHERE id IS NULL;

-- Rows that are exclusive and not accepted are disjoint. So among those that begin at or before the end of a new one, the last is the only one
-- that can reach into it: one look into the index. After, not before, so that the row's own former state is no obstacle to an upsert.
CREATE TRIGGER claim_held_once_inserted AFTER INSERT ON claim
WHEN NEW.is_exclusive = 1 AND NEW.is_accepted = 0
BEGIN
  SELECT RAISE(ABORT, 'fairlead: these addresses are held')
  WHERE NEW.first <= (
    SELECT last FROM claim
    WHERE is_exclusive = 1 AND is_accepted = 0 AND address_space = NEW.address_space AND family = NEW.family
      AND first <= NEW.last AND number <> NEW.number
    ORDER BY first DESC LIMIT 1);
END;

CREATE TRIGGER claim_held_once_updated AFTER UPDATE OF number, address_space, family, first, last, is_exclusive, is_accepted ON claim
WHEN NEW.is_exclusive = 1 AND NEW.is_accepted = 0
BEGIN
  SELECT RAISE(ABORT, 'fairlead: these addresses are held')
  WHERE NEW.first <= (
    SELECT last FROM claim
    WHERE is_exclusive = 1 AND is_accepted = 0 AND address_space = NEW.address_space AND family = NEW.family
      AND first <= NEW.last AND number <> NEW.number
    ORDER BY first DESC LIMIT 1);
END;

CREATE TABLE history (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  action TEXT NOT NULL,
  site TEXT NOT NULL,
  subject TEXT NOT NULL,
  why TEXT,
  before TEXT,
  after TEXT
) STRICT;

CREATE INDEX history_of_site ON history (site);
CREATE INDEX history_of_subject ON history (subject);

-- Also what keeps INSERT OR REPLACE, which fires no trigger on DELETE, from changing an entry.
CREATE TRIGGER history_without_gap BEFORE INSERT ON history
WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM history)
BEGIN
  SELECT RAISE(ABORT, 'fairlead: history is only added to, without a gap');
END;

CREATE TRIGGER history_never_updated BEFORE UPDATE ON history
BEGIN
  SELECT RAISE(ABORT, 'fairlead: history is never changed');
END;

CREATE TRIGGER history_never_deleted BEFORE DELETE ON history
BEGIN
  SELECT RAISE(ABORT, 'fairlead: history is never changed');
END;

-- What each commit touched, by its last entry: names of sites as a JSON array, ids of holdings one after the other.
CREATE TABLE change (
  last_entry INTEGER PRIMARY KEY REFERENCES history (id),
  sites TEXT NOT NULL,
  holdings BLOB NOT NULL
) STRICT;

CREATE TABLE answer (
  number INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  fingerprint TEXT NOT NULL,
  body TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE INDEX answer_at ON answer (at);
