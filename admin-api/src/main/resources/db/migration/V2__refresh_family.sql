-- Tokens that came from one sign-in are a family. One that was used stays until it expires, so that it is known again:
-- used once more after its grace, it is in two hands, and the family ends.
ALTER TABLE refresh_tokens
    ADD COLUMN family text NOT NULL DEFAULT gen_random_uuid()::text,
    ADD COLUMN used_at timestamptz;
CREATE INDEX refresh_tokens_family ON refresh_tokens (family);
