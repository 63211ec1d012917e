package dev.sluice.ingest.source;

import io.quarkiverse.reactive.messaging.nats.jetstream.client.api.PublishMessageMetadata;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** Dead letters through a channel of the NATS connector, which acknowledges a message when JetStream has stored it. */
@Singleton
class DeadLetterChannel implements DeadLetters {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final MutinyEmitter<byte[]> channel;

    DeadLetterChannel(@Channel("dead-letters") MutinyEmitter<byte[]> channel) {
        this.channel = channel;
    }

    @Override
    public void put(byte[] message, String reason) throws IOException {
        PublishMessageMetadata headers = PublishMessageMetadata.builder()
                .headers(Map.of("sluice-reason", List.of(reason)))
                .build();
        try {
            channel.sendMessage(Message.of(message, Metadata.of(headers)))
                    .await()
                    .atMost(PATIENCE);
        } catch (TimeoutException e) {
            throw new IOException("NATS did not store a dead letter within " + PATIENCE.toSeconds() + " s", e);
        } catch (RuntimeException e) {
            throw new IOException("NATS did not store a dead letter: " + e.getMessage(), e);
        }
    }
}
