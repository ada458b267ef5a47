package io.foyer.state.redis;

import io.foyer.contract.NodeRole;
import io.foyer.contract.StreamRecord;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a replica does with one announced change of a stream. Here because the parser is not public. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChangeFeedParsing {
    private final RecordCodec<StreamRecord> codec = new RecordCodec<>("streams", StreamRecord.class);
    private final StreamRecord stream = new StreamRecord(
            "live/room1", "stream1", "127.0.0.9", NodeRole.ORIGIN, 1_700_000_000_000L, 1_700_000_000_500L, "webhook");
    private final String json = codec.write(stream);
    private final String announced = "epoch-1\n42\n" + stream.id() + "\n" + json;

    @Benchmark
    public Announcement announcement() {
        return Announcement.parse(announced);
    }

    @Benchmark
    public StreamRecord announcedRecord() {
        Announcement announcement = Announcement.parse(announced);
        return codec.read(announcement.id(), announcement.json());
    }

    @Benchmark
    public String writeRecord() {
        return codec.write(stream);
    }
}
