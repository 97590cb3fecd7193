-- A range of addresses. inet carries a mask, and compares by its network first, so that 10.0.0.5/24 would slip past 10.0.0.5: the bounds are
-- checked where ranges are stored. inet has no next value either, so only the form [first,last] names the addresses that it seems to name.
CREATE TYPE fairlead.address_range AS RANGE (subtype = inet);

CREATE TABLE fairlead.site (
  name text PRIMARY KEY,
  revision bigint NOT NULL CHECK (revision >= 1),
  changed_at timestamptz NOT NULL,
  changed_by text NOT NULL,
  -- The row of a deleted site stays, so that no revision is ever used again.
  is_deleted boolean NOT NULL
);

CREATE TABLE fairlead.site_file (
  site text NOT NULL REFERENCES fairlead.site (name),
  "position" integer NOT NULL,
  name text NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (site, "position")
);

-- What is held, and what else site files claim, in one table: so one constraint sees both.
CREATE TABLE fairlead.claim (
  "number" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  address_space text NOT NULL,
  range fairlead.address_range NOT NULL,
  is_exclusive boolean NOT NULL,
  -- A known conflict, or the same owner's second mention: outside the constraint.
  is_accepted boolean NOT NULL,
  site text NOT NULL,
  kind text NOT NULL,
  owner text NOT NULL,
  -- Of a claim of a site file:
  subject text,
  source text,
  -- Of a holding:
  id uuid UNIQUE,
  origin text CHECK (origin IN ('reservation', 'file')),
  segment text,
  state text CHECK (state IN ('reserved', 'active', 'quarantined')),
  note text,
  created_at timestamptz,
  created_by text,
  activated_at timestamptz,
  until timestamptz,
  seen_at timestamptz,
  seen_answered boolean,
  seen_by text,
  CONSTRAINT range_is_of_single_addresses CHECK (
    NOT isempty(range) AND NOT lower_inf(range) AND NOT upper_inf(range) AND lower_inc(range) AND upper_inc(range)
    AND family(lower(range)) = family(upper(range))
    AND masklen(lower(range)) = CASE family(lower(range)) WHEN 4 THEN 32 ELSE 128 END
    AND masklen(upper(range)) = CASE family(upper(range)) WHEN 4 THEN 32 ELSE 128 END),
  CONSTRAINT holding_or_claim CHECK (CASE WHEN id IS NULL
    THEN subject IS NOT NULL AND source IS NOT NULL AND origin IS NULL AND state IS NULL AND created_at IS NULL AND created_by IS NULL
    ELSE is_exclusive AND NOT is_accepted AND subject IS NULL AND source IS NULL
      AND origin IS NOT NULL AND state IS NOT NULL AND created_at IS NOT NULL AND created_by IS NOT NULL END),
  CONSTRAINT seen_wholly CHECK ((seen_at IS NULL) = (seen_answered IS NULL) AND (seen_at IS NULL) = (seen_by IS NULL)),
  CONSTRAINT held_once EXCLUDE USING gist (address_space WITH =, range WITH &&) WHERE (is_exclusive AND NOT is_accepted)
);

CREATE INDEX claim_of_file ON fairlead.claim (site) WHERE id IS NULL;

CREATE TABLE fairlead.history (
  id bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  who text NOT NULL,
  action text NOT NULL,
  site text NOT NULL,
  subject text NOT NULL,
  why text,
  before text,
  after text
);

CREATE INDEX history_of_site ON fairlead.history (site, id);
-- Below a subject is a range of texts only where texts are compared by their octets.
CREATE INDEX history_of_subject ON fairlead.history (subject COLLATE "C");

-- What each commit touched, by its last entry.
CREATE TABLE fairlead.change (
  last_entry bigint PRIMARY KEY REFERENCES fairlead.history (id),
  sites text[] NOT NULL,
  holdings uuid[] NOT NULL
);

CREATE TABLE fairlead.answer (
  key text PRIMARY KEY,
  fingerprint text NOT NULL,
  body text NOT NULL,
  at timestamptz NOT NULL
);

CREATE INDEX answer_at ON fairlead.answer (at);

CREATE FUNCTION fairlead.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'fairlead: %', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER history_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON fairlead.history
FOR EACH STATEMENT EXECUTE FUNCTION fairlead.refuse('history is never changed');

CREATE TRIGGER sites_stay BEFORE DELETE OR TRUNCATE ON fairlead.site
FOR EACH STATEMENT EXECUTE FUNCTION fairlead.refuse('the row of a site stays, marked as deleted, so that no revision is used again');

CREATE TRIGGER site_revisions_rise BEFORE UPDATE ON fairlead.site
FOR EACH ROW WHEN (NEW.revision < OLD.revision OR (NEW.revision = OLD.revision AND NOT NEW.is_deleted))
EXECUTE FUNCTION fairlead.refuse('a revision of a site is never used again');

-- Once for all rows of a statement. Writers take turns, so nobody adds entries meanwhile; somebody who does meets the primary key.
CREATE FUNCTION fairlead.history_without_gap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  first bigint;
  last bigint;
  added bigint;
BEGIN
  SELECT min(id), max(id), count(*) INTO first, last, added FROM fresh;
  -- Greatest ids come from the end of the index. For "is there any above", the planner expects many and reads the whole table.
  IF added > 0 AND (last - first + 1 <> added OR last <> (SELECT max(id) FROM fairlead.history)
      OR first <> 1 + coalesce((SELECT max(id) FROM fairlead.history WHERE id < first), 0)) THEN
    RAISE EXCEPTION 'fairlead: history is only added to, without a gap' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER history_without_gap AFTER INSERT ON fairlead.history
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION fairlead.history_without_gap();
