-- What sources said. Evidence that may be forgotten, unlike everything in step 1.

CREATE TABLE fairlead.outcome (
  "number" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site text NOT NULL,
  source_kind text NOT NULL,
  source text NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL CHECK (last_at >= first_at),
  contents text,
  reason text,
  message text,
  hint text,
  CHECK ((contents IS NULL) <> (reason IS NULL))
);

CREATE INDEX outcome_of_site ON fairlead.outcome (site, source_kind, source, "number");
CREATE INDEX outcome_last ON fairlead.outcome (last_at);

CREATE TABLE fairlead.sighting (
  site text NOT NULL,
  address_space text NOT NULL,
  address inet NOT NULL CHECK (masklen(address) = CASE family(address) WHEN 4 THEN 32 ELSE 128 END),
  mac bigint NOT NULL CHECK (mac BETWEEN 0 AND 281474976710655),
  name text,
  source_kind text NOT NULL,
  source text NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (site, address_space, address, mac)
);

CREATE INDEX sighting_last ON fairlead.sighting (last_at);
