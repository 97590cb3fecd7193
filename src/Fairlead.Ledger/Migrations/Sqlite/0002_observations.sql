-- What sources said. Evidence that may be forgotten, unlike everything in step 1.

CREATE TABLE outcome (
  number INTEGER PRIMARY KEY,
  site TEXT NOT NULL,
  source_kind TEXT NOT NULL,
  source TEXT NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL CHECK (last_at >= first_at),
  contents TEXT,
  reason TEXT,
  message TEXT,
  hint TEXT,
  CHECK ((contents IS NULL) <> (reason IS NULL))
) STRICT;

CREATE INDEX outcome_of_site ON outcome (site, source_kind, source, number);
CREATE INDEX outcome_last ON outcome (last_at);

CREATE TABLE sighting (
  site TEXT NOT NULL,
  address_space TEXT NOT NULL,
  family INTEGER NOT NULL CHECK (family IN (4, 6)),
  address BLOB NOT NULL CHECK (length(address) = 16),
  mac INTEGER NOT NULL CHECK (mac BETWEEN 0 AND 281474976710655),
  name TEXT,
  source_kind TEXT NOT NULL,
  source TEXT NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (site, address_space, family, address, mac)
) STRICT, WITHOUT ROWID;

CREATE INDEX sighting_last ON sighting (last_at);
