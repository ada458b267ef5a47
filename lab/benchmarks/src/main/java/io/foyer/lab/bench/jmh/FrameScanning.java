package io.foyer.lab.bench.jmh;

import io.foyer.proxy.domain.frame.ControlFrame;
import io.foyer.proxy.domain.frame.FrameScanner;
import io.foyer.proxy.domain.frame.FrameSink;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The proxy's walk over one text message of a client. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameScanning {
    /** Bytes of the payload. */
    @Param({"200", "4000"})
    int payload;

    private byte[] frame;
    private FrameScanner scanner;

    @Setup
    public void setup(Blackhole hole) {
        // Text of zeros under a mask of zeros, with a length of 16 bits.
        frame = ByteBuffer.allocate(8 + payload)
                .put((byte) 0x81)
                .put((byte) 0xFE)
                .putShort((short) payload)
                .array();
        scanner = new FrameScanner(true, 65_536, new FrameSink() {
            @Override
            public void pass(ByteBuffer bytes) {
                hole.consume(bytes);
            }

            @Override
            public void control(ControlFrame control) {
                hole.consume(control);
            }

            @Override
            public void between() {}

            @Override
            public void opening(byte[] first) {
                hole.consume(first);
            }
        });
    }

    @Benchmark
    public Object textMessage() {
        return scanner.scan(ByteBuffer.wrap(frame));
    }
}
