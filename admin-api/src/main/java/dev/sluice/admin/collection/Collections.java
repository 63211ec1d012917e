package dev.sluice.admin.collection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.admin.access.Caller;
import dev.sluice.admin.intake.Intake;
import dev.sluice.admin.policy.Committed;
import dev.sluice.admin.policy.Draft;
import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.admin.policy.Revisions;
import dev.sluice.admin.problem.Code;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.Metadata;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyObject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Lists, reads, writes and deletes objects of any kind, as far as the caller may. */
@Singleton
public final class Collections {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private final LivePolicy live;
    private final Revisions revisions;
    private final Intake intake;

    Collections(LivePolicy live, Revisions revisions, Intake intake) {
        this.live = live;
        this.revisions = revisions;
        this.intake = intake;
    }

    /** @param next to be given as {@code after} for the page that follows */
    public record Page(List<JsonNode> items, @Nullable String next) {}

    Page list(Caller caller, Kind kind, @Nullable Integer limit, @Nullable String after, @Nullable String q) {
        int size = limit == null ? DEFAULT_LIMIT : limit;
        if (size < 1 || size > MAX_LIMIT) {
            throw Refusal.field("limit", "must be 1 to " + MAX_LIMIT);
        }
        NavigableMap<String, PolicyObject> objects = live.objects(kind);
        List<JsonNode> items = new ArrayList<>();
        String last = null;
        for (PolicyObject object : (after == null ? objects : objects.tailMap(cursor(after), false)).values()) {
            if (caller.mayRead(object) && matches(object, q)) {
                if (items.size() == size) {
                    return new Page(
                            items,
                            Base64.getUrlEncoder()
                                    .withoutPadding()
                                    .encodeToString(String.valueOf(last).getBytes(StandardCharsets.UTF_8)));
                }
                items.add(ManifestView.of(object));
                last = object.name();
            }
        }
        return new Page(items, null);
    }

    private static String cursor(String after) {
        try {
            return new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.field("after", "is not a cursor: give the next of the page before");
        }
    }

    private static boolean matches(PolicyObject object, @Nullable String q) {
        if (q == null || q.isBlank()) {
            return true;
        }
        String sought = q.strip().toLowerCase(Locale.ROOT);
        String description = object.metadata().description();
        return object.name().toLowerCase(Locale.ROOT).contains(sought)
                || (description != null && description.toLowerCase(Locale.ROOT).contains(sought));
    }

    PolicyObject get(Caller caller, ObjectId id) {
        live.head();
        PolicyObject object = live.object(id);
        if (object == null || !caller.mayRead(object)) {
            throw Refusal.notFound(id);
        }
        return object;
    }

    /** @param ifMatch the revision the caller has seen, or {@code *} for any existing one; absent: whatever is there */
    Committed<String> put(Caller caller, PolicyObject wanted, @Nullable String ifMatch) {
        return revisions.change(caller, false, draft -> {
            checkSeen(draft, wanted.id(), ifMatch);
            draft.put(intake.take(draft, wanted, Intake.NewKeys.REFUSED));
            return "";
        });
    }

    Committed<String> delete(Caller caller, ObjectId id, @Nullable String ifMatch, boolean force) {
        return revisions.change(caller, force, draft -> {
            PolicyObject object = draft.get(id);
            if (object == null || !caller.mayRead(object)) {
                throw Refusal.notFound(id);
            }
            checkSeen(draft, id, ifMatch);
            remove(draft, id);
            return "";
        });
    }

    /** Deletes an object, and what other tables hold of it. */
    public static void remove(Draft draft, ObjectId id) {
        draft.delete(id);
        if (id.kind() == Kind.USER) {
            draft.alongside("DELETE FROM users_password WHERE name = $1", id.name());
            draft.alongside("DELETE FROM refresh_tokens WHERE user_name = $1", id.name());
        }
    }

    private static void checkSeen(Draft draft, ObjectId id, @Nullable String ifMatch) {
        if (ifMatch == null) {
            return;
        }
        PolicyObject object = draft.get(id);
        String tag = object == null ? "" : String.valueOf(object.metadata().revision());
        String seen = ifMatch.strip().replaceAll("^W/", "").replace("\"", "");
        boolean same = seen.equals("*") ? object != null : seen.equals(tag);
        if (!same) {
            throw Refusal.of(
                    Code.CONFLICT,
                    object == null
                            ? id + " does not exist any more"
                            : id + " was changed in revision " + tag + ", after the one you have: read it again");
        }
    }

    /** A manifest whose name comes from the path; one in the body must be the same. */
    static Metadata named(Metadata metadata, String name) {
        if (!metadata.name().equals(name)) {
            throw Refusal.field("metadata.name", "must be '" + name + "' as in the path");
        }
        return metadata;
    }
}
