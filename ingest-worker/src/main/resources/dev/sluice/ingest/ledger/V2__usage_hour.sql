-- Sums per hour, recomputed as a whole from requests FINAL when late rows arrive. The rows of an hour that count are those
-- with the hour's highest computed_at.
CREATE TABLE IF NOT EXISTS sluice.usage_hour (
    bucket DateTime('UTC'),
    computed_at DateTime64(3, 'UTC'),
    model LowCardinality(String),
    account LowCardinality(String),
    provider LowCardinality(String),
    team LowCardinality(String),
    user String,
    service_account String,
    key String,
    status UInt16,
    outcome LowCardinality(String),
    error_class LowCardinality(String),
    requests UInt64,
    attempts UInt64,
    cache_hits UInt64,
    input_tokens UInt64,
    cached_input_tokens UInt64,
    cache_write_tokens UInt64,
    cache_write_1h_tokens UInt64,
    output_tokens UInt64,
    reasoning_tokens UInt64,
    cost_nanos Int64,
    unpriced UInt64,
    latency AggregateFunction(quantilesTDigest(0.5, 0.95, 0.99), UInt64),
    first_token AggregateFunction(quantilesTDigest(0.5, 0.95, 0.99), UInt64)
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(bucket)
ORDER BY (bucket, computed_at, model, team, key)
