package dev.sluice.contract.policy;

/** Which object: names are unique within a kind. */
public record ObjectId(Kind kind, String name) {
    @Override
    public String toString() {
        return kind.manifestName() + " " + name;
    }
}
