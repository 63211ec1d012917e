-- What rules did besides letting a request pass: a JSON array of {kind, name, decision}; empty where there is nothing to say.
ALTER TABLE sluice.requests
    ADD COLUMN IF NOT EXISTS rules String CODEC(ZSTD(3)) AFTER attempt_log
