-- The ministry's areas. Codes are its own, without dots: 51 · 5171 · 517101 · 5171011003; a desa adat or a banjar has the code of the
-- village it belongs to and a suffix (5171011003B1). An area is never deleted: applications, agents and old NIKs name it.

CREATE TABLE area (
  code   text PRIMARY KEY,
  name   text NOT NULL,
  kind   text NOT NULL CHECK (kind IN ('province', 'regency', 'city', 'district')),
  parent text REFERENCES area,
  -- of a regency or city: the branch that serves it, if one does
  branch text REFERENCES branch
);
CREATE INDEX area_parent ON area (parent);

-- What was called a district until now is what a branch serves: a regency or city.
INSERT INTO area (code, name, kind, branch)
  SELECT code, name, CASE WHEN name ILIKE 'kota %' THEN 'city' ELSE 'regency' END, branch FROM district;
ALTER TABLE village DROP CONSTRAINT village_district_fkey;
ALTER TABLE village ADD CONSTRAINT village_district_fkey FOREIGN KEY (district) REFERENCES area;
DROP TABLE district;

ALTER TABLE village ADD COLUMN within text REFERENCES village;
COMMENT ON COLUMN village.within IS 'of a desa adat or banjar: the village it belongs to';
CREATE INDEX village_within ON village (within) WHERE within IS NOT NULL;

-- Nodes hold the areas in memory, and read them anew when this has moved.
CREATE TABLE area_revision (number bigint NOT NULL);
INSERT INTO area_revision VALUES (1);
CREATE FUNCTION areas_have_changed() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN UPDATE area_revision SET number = number + 1; RETURN NULL; END $$;
CREATE TRIGGER area_changed AFTER INSERT OR UPDATE OR DELETE ON area
  FOR EACH STATEMENT EXECUTE FUNCTION areas_have_changed();
CREATE TRIGGER village_changed AFTER INSERT OR UPDATE OR DELETE ON village
  FOR EACH STATEMENT EXECUTE FUNCTION areas_have_changed();
