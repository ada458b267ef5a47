package io.foyer.lab.node;

import java.net.BindException;

/** The node cannot start; the message is one sentence for the person who started it. */
public final class NodeStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NodeStartException(String message) {
        super(message);
    }

    static NodeStartException cannotListen(String address, int port, Throwable cause) {
        String reason = cause instanceof BindException
                        && String.valueOf(cause.getMessage()).contains("in use")
                ? "the port is taken by another program"
                : String.valueOf(cause == null ? "no answer in time" : cause.getMessage());
        return new NodeStartException("The node cannot listen on " + address + ":" + port + ": " + reason + ".");
    }
}
