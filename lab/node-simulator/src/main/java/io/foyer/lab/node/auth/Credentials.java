package io.foyer.lab.node.auth;

/** What a client gave with its connection; texts are empty when it gave none. Never logged. */
public record Credentials(String username, String password, String token) {
    /** The node refuses these at connect time, without a call (conference-api.md, 2.2). */
    public boolean blank() {
        return missing(username) || missing(password);
    }

    @Override
    public String toString() {
        return "Credentials[...]";
    }

    private static boolean missing(String text) {
        return text.isBlank() || "undefined".equals(text);
    }
}
