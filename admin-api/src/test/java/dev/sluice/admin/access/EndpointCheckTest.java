package dev.sluice.admin.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.policy.Kind;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import org.junit.jupiter.api.Test;

class EndpointCheckTest {
    @Test
    void shouldFindWhatDoesNotSayWhatItRequires() {
        assertThat(EndpointCheck.faults(Open.class))
                .containsExactlyInAnyOrder(
                        "Open.forgotten does not say what it requires: annotate it with @Requires",
                        "Open.misspelt requires 'model:raed', which is no permission");
    }

    @Test
    void shouldKnowThePermissionOfAKind() {
        assertThat(EndpointCheck.faults(OfModels.class)).isEmpty();
    }

    /** Without a path, so that the application of the tests does not take it for its own. */
    abstract static class Base {
        @GET
        @Requires("model:raed")
        public String misspelt() {
            return "";
        }
    }

    abstract static class Open extends Base {
        @GET
        public String forgotten() {
            return "";
        }

        @Requires(Requires.NOTHING)
        @GET
        public String open() {
            return "";
        }

        public String other() {
            return "";
        }
    }

    @OfKind(Kind.MODEL)
    abstract static class OfModels {
        @DELETE
        @Requires("*:write")
        public String delete() {
            return "";
        }
    }
}
