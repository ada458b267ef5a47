package io.foyer.room.conference;

/** A message of a client that cannot be carried out. The text is fit for the client. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final String id;

    /** @param id of the reason, see docs/protocols.md */
    public Refusal(String id, String text) {
        super(text, null, false, false);
        this.id = id;
    }

    public String id() {
        return id;
    }
}
