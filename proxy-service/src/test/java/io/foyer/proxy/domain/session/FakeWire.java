package io.foyer.proxy.domain.session;

import io.foyer.proxy.lab.Frame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A connection that remembers what was done with it. */
final class FakeWire implements Wire {
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    boolean full;
    boolean paused;
    boolean ended;
    boolean dropped;

    @Override
    public void write(byte[] bytes) {
        if (ended || dropped) {
            throw new AssertionError("written after the end");
        }
        written.writeBytes(bytes);
    }

    @Override
    public boolean full() {
        return full;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    @Override
    public void end() {
        ended = true;
    }

    @Override
    public void drop() {
        dropped = true;
    }

    List<Frame> frames() {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(written.toByteArray()))) {
            List<Frame> frames = new ArrayList<>();
            for (Frame frame = Frame.read(in); frame != null; frame = Frame.read(in)) {
                frames.add(frame);
            }
            return frames;
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        }
    }

    Frame last() {
        return frames().getLast();
    }
}
