-- Audio is a class of its own, beside the others: zero in rows from before.
ALTER TABLE sluice.requests
    ADD COLUMN IF NOT EXISTS audio_input_tokens UInt64 AFTER reasoning_tokens,
    ADD COLUMN IF NOT EXISTS audio_output_tokens UInt64 AFTER audio_input_tokens
