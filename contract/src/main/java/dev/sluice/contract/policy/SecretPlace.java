package dev.sluice.contract.policy;

/**
 * Where a secret of an account stands.
 *
 * @param index of the credential in its account
 * @param credential its name
 * @param field below the credential, such as {@code secret} or {@code entra.clientSecret}
 */
public record SecretPlace(int index, String credential, String field) {
    /** Below the spec. */
    public String path() {
        return "credentials[" + index + "]." + field;
    }

    /** What an envelope of it is bound to: neither of the names holds a slash. */
    public String binding(String account) {
        String place = account + "/" + credential;
        return field.equals("secret") ? place : place + "/" + field;
    }
}
