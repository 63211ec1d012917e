-- One row per request. Identity is (instance, seq): writing a row twice is harmless, and of an aborted record (version 1)
-- and the real one (version 2) the latter stays. Money and counts are read with FINAL.
CREATE TABLE IF NOT EXISTS sluice.requests (
    instance String,
    seq UInt64,
    version UInt8,
    id String,
    client_request_id String,
    time DateTime64(3, 'UTC'),
    endpoint LowCardinality(String),
    model_asked LowCardinality(String),
    model LowCardinality(String),
    provider LowCardinality(String),
    account LowCardinality(String),
    team LowCardinality(String),
    user String,
    service_account String,
    key String,
    stream Bool,
    status UInt16,
    outcome LowCardinality(String),
    error_class LowCardinality(String),
    input_tokens UInt64,
    cached_input_tokens UInt64,
    cache_write_tokens UInt64,
    cache_write_1h_tokens UInt64,
    output_tokens UInt64,
    reasoning_tokens UInt64,
    cost_nanos Int64,
    unpriced Bool,
    estimated Bool,
    latency_us UInt64,
    first_token_us Nullable(UInt64),
    overhead_us UInt64,
    attempts UInt16,
    attempt_log String CODEC(ZSTD(3)),
    cache LowCardinality(String),
    policy_revision UInt64,
    price_revision UInt64,
    session_id String,
    metadata Map(String, String),
    records UInt32,
    ingested_at DateTime64(3, 'UTC') DEFAULT now64(3),
    INDEX by_id id TYPE bloom_filter(0.01) GRANULARITY 4
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(time)
ORDER BY (time, instance, seq)
SETTINGS non_replicated_deduplication_window = 1000
