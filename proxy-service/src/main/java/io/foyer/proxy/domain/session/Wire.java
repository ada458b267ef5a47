package io.foyer.proxy.domain.session;

/** The connection to one end of a session, as the session needs it. Never blocks. */
public interface Wire {
    /** Sends these bytes after all that was written before. The array belongs to the wire from now on. */
    void write(byte[] bytes);

    /** True when what is written but not sent is more than this connection should hold. */
    boolean full();

    /** Reads nothing more until {@link #resume}. */
    void pause();

    void resume();

    /** Closes the connection once everything written is sent. */
    void end();

    /** Closes the connection at once. */
    void drop();
}
