package io.foyer.proxy.domain.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.proxy.lab.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameScannerTest {
    private static final int MASK = 0x12f45678;
    private static final long LIMIT = 1 << 20;

    /** Everything a scanner tells, in order. */
    private static final class Heard implements FrameSink {
        final ByteArrayOutputStream passed = new ByteArrayOutputStream();
        final ByteArrayOutputStream everything = new ByteArrayOutputStream();
        final List<String> events = new ArrayList<>();

        @Override
        public void pass(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            passed.writeBytes(copy);
            everything.writeBytes(copy);
        }

        @Override
        public void control(ControlFrame frame) {
            everything.writeBytes(frame.raw());
            events.add(frame.opcode() + " " + new String(frame.payload(), StandardCharsets.ISO_8859_1) + " after "
                    + passed.size());
        }

        @Override
        public void between() {
            events.add("frame ends at " + passed.size());
        }

        @Override
        public void opening(byte[] first) {
            events.add("opening " + new String(first, StandardCharsets.UTF_8));
        }
    }

    private static Heard scan(boolean masked, byte[] wire, Random cuts) {
        Heard heard = new Heard();
        FrameScanner scanner = new FrameScanner(masked, LIMIT, heard);
        int at = 0;
        while (at < wire.length) {
            int length = cuts == null ? wire.length : Math.min(wire.length - at, 1 + cuts.nextInt(200));
            assertThat(scanner.scan(ByteBuffer.wrap(wire, at, length))).isEmpty();
            at += length;
        }
        return heard;
    }

    /** A lawful conversation made from a seed: messages of all sizes, in fragments, with control frames in between. */
    private static byte[] conversation(long seed, int messages, int mask) {
        Random random = new Random(seed);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int m = 0; m < messages; m++) {
            int fragments = 1 + random.nextInt(3);
            int opcode = random.nextInt(4) == 0 ? Frame.BINARY : Frame.TEXT;
            for (int f = 0; f < fragments; f++) {
                int size = random.nextInt(5) == 0 ? random.nextInt(70_000) : random.nextInt(300);
                byte[] payload = new byte[size];
                for (int i = 0; i < size; i++) {
                    payload[i] = (byte) ('a' + random.nextInt(26));
                }
                wire.writeBytes(new Frame(f == fragments - 1, f == 0 ? opcode : 0, payload).bytes(mask));
                if (random.nextInt(3) == 0) {
                    byte[] ping = ("p" + random.nextInt(1000)).getBytes(StandardCharsets.US_ASCII);
                    wire.writeBytes(new Frame(true, random.nextBoolean() ? Frame.PING : Frame.PONG, ping).bytes(mask));
                }
            }
        }
        return wire.toByteArray();
    }

    @Property(tries = 200)
    void whateverThePiecesTheFramesAreTheSame(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int messages) {
        byte[] wire = conversation(seed, messages, MASK);
        Heard whole = scan(true, wire, null);
        Heard pieces = scan(true, wire, new Random(seed + 1));

        assertThat(pieces.events).isEqualTo(whole.events);
        assertThat(pieces.passed.toByteArray()).isEqualTo(whole.passed.toByteArray());
    }

    @Property(tries = 100)
    void everyByteIsPassedOnOrGivenAsAControlFrameInOrder(@ForAll long seed) {
        byte[] wire = conversation(seed, 5, 0);
        assertThat(scan(false, wire, new Random(seed)).everything.toByteArray()).isEqualTo(wire);
    }

    @Property(tries = 300)
    void whateverIsPassedIsTheBeginningOfALawfulStreamAndNothingIsThrown(
            @ForAll @Size(max = 400) byte[] noise, @ForAll boolean masked) {
        Heard heard = new Heard();
        FrameScanner scanner = new FrameScanner(masked, LIMIT, heard);
        scanner.scan(ByteBuffer.wrap(noise));
        assertThat(heard.everything.size()).isLessThanOrEqualTo(noise.length);
        assertThat(heard.everything.toByteArray()).isEqualTo(Arrays.copyOf(noise, heard.everything.size()));
    }

    @Test
    void theFirstBytesOfATextMessageAreShownUnmaskedEvenFromFragments() {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        wire.writeBytes(new Frame(false, Frame.TEXT, "{\"publ".getBytes(StandardCharsets.UTF_8)).bytes(MASK));
        wire.writeBytes(new Frame(true, 0, "ish\":\"a\"}".getBytes(StandardCharsets.UTF_8)).bytes(MASK));
        assertThat(scan(true, wire.toByteArray(), null).events)
                .anyMatch(event -> event.startsWith("opening {\"publish\":\"a\"}"));
    }

    @Test
    void aHeadIsKeptBackUntilItIsComplete() {
        Heard heard = new Heard();
        FrameScanner scanner = new FrameScanner(true, LIMIT, heard);
        byte[] frame = Frame.text("x".repeat(200)).bytes(MASK);
        scanner.scan(ByteBuffer.wrap(frame, 0, 7));
        assertThat(heard.passed.size()).isZero();
        assertThat(scanner.betweenFrames()).isTrue();

        scanner.scan(ByteBuffer.wrap(frame, 7, 1));
        assertThat(heard.passed.size()).isEqualTo(8);
        assertThat(scanner.betweenFrames()).isFalse();
    }

    @Test
    void betweenTheFragmentsOfAMessageThereIsRoomForAFrameButNotForAMessage() {
        FrameScanner scanner = new FrameScanner(false, LIMIT, new Heard());
        scanner.scan(ByteBuffer.wrap(new Frame(false, Frame.TEXT, new byte[3]).bytes(0)));
        assertThat(scanner.betweenFrames()).isTrue();
        assertThat(scanner.betweenMessages()).isFalse();
    }

    @Test
    void aMessageAboveTheLimitIsNotPassedButTheCloseAfterItIsFound() {
        Heard heard = new Heard();
        FrameScanner scanner = new FrameScanner(false, 1000, heard);
        assertThat(scanner.scan(ByteBuffer.wrap(new Frame(true, Frame.TEXT, new byte[1000]).bytes(0))))
                .isEmpty();
        int passed = heard.passed.size();
        assertThat(scanner.scan(ByteBuffer.wrap(new Frame(true, Frame.TEXT, new byte[1001]).bytes(0))))
                .contains(FrameViolation.MESSAGE_TOO_BIG);
        assertThat(scanner.scan(ByteBuffer.wrap(Frame.close(1009).bytes(0)))).isEmpty();

        assertThat(heard.passed.size()).isEqualTo(passed);
        assertThat(scanner.betweenFrames()).isTrue();
        assertThat(heard.events).anyMatch(event -> event.startsWith("CLOSE"));
    }

    @Test
    void theFragmentsOfAMessageCountTogether() {
        FrameScanner scanner = new FrameScanner(false, 1000, new Heard());
        assertThat(scanner.scan(ByteBuffer.wrap(new Frame(false, Frame.TEXT, new byte[600]).bytes(0))))
                .isEmpty();
        assertThat(scanner.scan(ByteBuffer.wrap(new Frame(true, 0, new byte[600]).bytes(0))))
                .contains(FrameViolation.MESSAGE_TOO_BIG);
    }

    @Test
    void everyBrokenRuleIsNamed() {
        assertThat(violation(true, Frame.text("x").bytes(0))).contains(FrameViolation.MASKING);
        assertThat(violation(false, Frame.text("x").bytes(MASK))).contains(FrameViolation.MASKING);
        assertThat(violation(false, bytes(0xC1, 1, 'x'))).contains(FrameViolation.RESERVED_BITS);
        assertThat(violation(false, bytes(0x83, 1, 'x'))).contains(FrameViolation.RESERVED_OPCODE);
        assertThat(violation(false, bytes(0x8B, 0))).contains(FrameViolation.RESERVED_OPCODE);
        assertThat(violation(false, bytes(0x89, 126, 0, 126))).contains(FrameViolation.CONTROL_TOO_LONG);
        assertThat(violation(false, bytes(0x09, 0))).contains(FrameViolation.CONTROL_FRAGMENTED);
        assertThat(violation(false, bytes(0x80, 0))).contains(FrameViolation.FRAGMENTATION);
        assertThat(violation(false, bytes(0x01, 0, 0x01, 0))).contains(FrameViolation.FRAGMENTATION);
        assertThat(violation(false, bytes(0x81, 127, 0xFF, 0, 0, 0, 0, 0, 0, 0)))
                .contains(FrameViolation.LENGTH);
    }

    @Test
    void nothingIsReadAfterAFatalViolation() {
        Heard heard = new Heard();
        FrameScanner scanner = new FrameScanner(false, LIMIT, heard);
        scanner.scan(ByteBuffer.wrap(bytes(0x83, 0)));
        scanner.scan(ByteBuffer.wrap(Frame.text("hello").bytes(0)));
        assertThat(heard.everything.size()).isZero();
        assertThat(heard.events).isEmpty();
    }

    private static Optional<FrameViolation> violation(boolean masked, byte[] wire) {
        return new FrameScanner(masked, LIMIT, new Heard()).scan(ByteBuffer.wrap(wire));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
