package io.foyer.lab.stack;

/** Why the stack does not start or cannot do what was asked: one sentence for a person, and what they can do about it. */
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StackException(String sentence) {
        super(sentence);
    }

    public StackException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
