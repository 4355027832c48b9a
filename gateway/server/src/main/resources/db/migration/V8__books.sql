-- The menus as they were published: words for everybody, nothing of a person. A book never changes and is never erased.
CREATE TABLE book (
  hash    text PRIMARY KEY CHECK (hash ~ '^[0-9a-f]{64}$'),
  sources bytea NOT NULL, -- its files, compressed (book/PackedSources)
  made_at timestamptz NOT NULL,
  made_by text NOT NULL
);

-- What was live, and since when; the last row is. Numbers grow in the order of commits: who writes holds the table.
CREATE TABLE book_live (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  book   text NOT NULL REFERENCES book,
  since  timestamptz NOT NULL,
  by     text NOT NULL,
  why    text NOT NULL CHECK (why IN ('first_start', 'published', 'back', 'demo')),
  -- the row that `publish --back` goes back to; a row that went back has the one before that
  before bigint REFERENCES book_live
);

CREATE FUNCTION book_is_forever() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'books and what was live are append-only'; END $$;
CREATE TRIGGER book_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON book
  FOR EACH STATEMENT EXECUTE FUNCTION book_is_forever();
CREATE TRIGGER book_live_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON book_live
  FOR EACH STATEMENT EXECUTE FUNCTION book_is_forever();

CREATE FUNCTION book_live_notice() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN PERFORM pg_notify('book_live', NEW.number::text); RETURN NULL; END $$;
CREATE TRIGGER book_live_notice AFTER INSERT ON book_live
  FOR EACH ROW EXECUTE FUNCTION book_live_notice();
