package io.foyer.proxy.domain.frame;

import java.nio.ByteBuffer;

/** Hears what a {@link FrameScanner} finds, in the order of the wire. */
public interface FrameSink {
    /** Bytes of data frames, heads included, exactly as they came. The buffer is valid during the call only. */
    void pass(ByteBuffer bytes);

    /** A complete control frame; it was not given to {@link #pass}. */
    void control(ControlFrame frame);

    /** A data frame has just been passed to its last byte: other frames may be put in here. */
    void between();

    /** The first bytes of a text message, unmasked: at most {@link FrameScanner#OPENING}, fewer when it is shorter. */
    void opening(byte[] first);
}
