-- Policy objects are documents: the whole object is kept, and its revision beside it.
-- A deleted object stays as a row without a document, so that other replicas learn of it.
CREATE TABLE objects (
    kind text NOT NULL,
    name text NOT NULL,
    team text,
    revision bigint NOT NULL,
    object jsonb,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (kind, name)
);
CREATE INDEX objects_revision ON objects (revision);

-- One row: every change locks it, so the order of revisions is the order of commits.
CREATE TABLE config_head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    epoch bigint NOT NULL,
    revision bigint NOT NULL
);
INSERT INTO config_head (epoch, revision) VALUES (1, 0);

-- Signed change-sets on their way to JetStream.
CREATE TABLE outbox (
    epoch bigint NOT NULL,
    revision bigint NOT NULL,
    payload bytea NOT NULL,
    committed_at timestamptz NOT NULL,
    published_at timestamptz,
    PRIMARY KEY (epoch, revision)
);
CREATE INDEX outbox_waiting ON outbox (epoch, revision) WHERE published_at IS NULL;

-- Apart from the objects, which travel to every gateway.
CREATE TABLE users_password (
    name text PRIMARY KEY,
    hash text NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE refresh_tokens (
    hash text PRIMARY KEY,
    user_name text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX refresh_tokens_user ON refresh_tokens (user_name);

-- The key that signs tokens, sealed with the key-encryption key.
CREATE TABLE jwt_key (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    sealed text NOT NULL
);
