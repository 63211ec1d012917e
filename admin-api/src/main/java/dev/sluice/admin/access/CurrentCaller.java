package dev.sluice.admin.access;

import dev.sluice.admin.problem.Code;
import dev.sluice.admin.problem.Refusal;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The caller of the request at hand, once {@link AccessFilter} knows. */
@RequestScoped
public class CurrentCaller {
    private @Nullable Caller caller;

    void set(Caller caller) {
        this.caller = caller;
    }

    public Caller get() {
        Caller known = caller;
        if (known == null) {
            throw Refusal.of(Code.UNAUTHENTICATED, "sign in at /api/v1/auth/login");
        }
        return known;
    }
}
