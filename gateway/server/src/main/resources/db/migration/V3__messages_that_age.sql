-- Why a message was parked: its seal does not open, or a bug met it three times. Never personal.
ALTER TABLE inbox ADD COLUMN why text;

-- A message is looked up by its sender and its reference; all that is open of a sender has an order.
CREATE INDEX inbox_sender ON inbox (from_lookup, reference, total, id) WHERE status = 'received';
-- Repeats of parts are known by what was handled lately.
CREATE INDEX inbox_ended ON inbox (received_at) WHERE status <> 'received';
CREATE INDEX inbox_parts_done ON inbox (from_lookup, reference, total, received_at) WHERE status = 'done' AND total > 1;
