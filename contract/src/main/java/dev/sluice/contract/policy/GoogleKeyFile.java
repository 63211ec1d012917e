package dev.sluice.contract.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/** The JSON file that Google gives out as the key of a service account. */
final class GoogleKeyFile {
    private GoogleKeyFile() {}

    /** Refuses a value that is no such file; what is only referred to is seen by the gateway alone. */
    static void check(SecretSource source, String field) {
        if (source.value() != null && !isKey(source.value())) {
            throw new InvalidField(
                    field,
                    "is not the key of a service account: paste the whole JSON file, with client_email and private_key");
        }
    }

    private static boolean isKey(String text) {
        try {
            JsonNode file = PolicyJson.MAPPER.readTree(text);
            return file != null
                    && file.path("client_email").isTextual()
                    && file.path("private_key").isTextual();
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
