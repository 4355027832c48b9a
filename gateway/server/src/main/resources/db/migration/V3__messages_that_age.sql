-- Why a message was parked: its seal does not open, or a bug met it three times. Never personal.
ALTER TABLE inbox ADD COLUMN why text;

-- A message is looked up by its sender and its reference; all that is open of a sender has an order.
CREATE INDEX inbox_sender ON inbox (from_lookup, reference, total, id) WHERE status = 'received';
-- Repeats of parts are known by what was handled lately.
CREATE INDEX inbox_ended ON inbox (received_at) WHERE status <> 'received';
CREATE INDEX inbox_parts_done ON inbox (from_lookup, reference, total, received_at) WHERE status = 'done' AND total > 1;

-- parked: its seal does not open; why says so
ALTER TABLE outbox DROP CONSTRAINT outbox_status_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_status_check
  CHECK (status IN ('due', 'sending', 'sent', 'unknown', 'delivered', 'failed', 'parked'));
-- How often the carrier said "later": each time the wait grows.
ALTER TABLE outbox ADD COLUMN deferrals integer NOT NULL DEFAULT 0;
CREATE INDEX outbox_part_message ON outbox_part (outbox);

-- From when on a link may take the next part; all nodes pace a link by this row and by this server's clock.
CREATE TABLE outbox_pace (
  link    text PRIMARY KEY,
  free_at timestamptz NOT NULL
);

-- What has ended grows old (OutboxAges, InboxAges, EnrolmentAges): the words and the phone of a message first, the row later.
ALTER TABLE outbox ALTER COLUMN to_sealed DROP NOT NULL;
ALTER TABLE outbox ALTER COLUMN text_sealed DROP NOT NULL;
CREATE INDEX outbox_words ON outbox (created_at)
  WHERE text_sealed IS NOT NULL AND status IN ('sent', 'delivered', 'failed', 'parked');
CREATE INDEX outbox_ended ON outbox (created_at) WHERE status IN ('sent', 'delivered', 'failed', 'parked');
CREATE INDEX early_receipt_age ON early_receipt (received_at);
CREATE INDEX intent_age ON intent (at);
