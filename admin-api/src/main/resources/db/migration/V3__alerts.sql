-- Thresholds of budgets that were passed: each once in a period of what is counted together, whoever notices and however often.
-- segment is the SHA-256 of what is counted together, since people choose some of its values and how long they are.
-- event is what is told, to the byte; one that was passed along with a higher one has none, since that one told of it.
CREATE TABLE alerts (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    budget text NOT NULL,
    segment text NOT NULL,
    quota text NOT NULL,
    period_start timestamptz NOT NULL,
    period_end timestamptz,
    threshold integer NOT NULL,
    event json,
    UNIQUE (budget, segment, quota, period_start, threshold)
);
CREATE INDEX alerts_told ON alerts (seq) WHERE event IS NOT NULL;

-- What is on its way to a channel, and what became of it. A claim moves next_try ahead, so that a row whose sender died is
-- taken up again.
CREATE TABLE alert_deliveries (
    alert bigint NOT NULL REFERENCES alerts (seq) ON DELETE CASCADE,
    channel text NOT NULL,
    state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    next_try timestamptz NOT NULL DEFAULT now(),
    last_error text,
    delivered_at timestamptz,
    PRIMARY KEY (alert, channel)
);
CREATE INDEX alert_deliveries_waiting ON alert_deliveries (channel, next_try) WHERE state = 'pending';
