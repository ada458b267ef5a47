package io.foyer.lab.history;

/** Something that a client saw, or did not see, and that no rule allows. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    Violation(String message) {
        super(message);
    }
}
