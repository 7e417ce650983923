package rtk.trace.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// What an event costs to record, digest included, and to read back: ns per event. The mix is that of a board under load: a
/// message round trip with its kernel calls, thread states and costs, an interrupt, now and then a CAN frame.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TraceFileWriterBenchmark {
    private static final int ROUNDS = 10_000;
    private static final int EVENTS_PER_ROUND = 24;

    @Param({"digest", "file"})
    String to;

    private Path path;
    private TraceFileWriter writer;
    private long timeNs;
    private Path recorded;

    @Setup(Level.Trial)
    public void record() throws IOException {
        recorded = Files.createTempFile("rtk", ".rtk");
        try (var file = new TraceFileWriter(FileChannel.open(recorded, StandardOpenOption.WRITE), "{}")) {
            for (int text = 1; text <= 5; text++) file.text(text, "text " + text);
            for (int round = 0; round < ROUNDS; round++) tell(file, round * 30_000L, round);
        }
        System.out.println("bytes per event: " + (double) Files.size(recorded) / (ROUNDS * EVENTS_PER_ROUND));
    }

    @Setup(Level.Iteration)
    public void open() throws IOException {
        path = Files.createTempFile("rtk", ".rtk");
        writer = new TraceFileWriter(to.equals("file") ? FileChannel.open(path, StandardOpenOption.WRITE) : null, "{}");
        timeNs = 0;
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException {
        writer.close();
        if (writer.failure() != null) throw writer.failure();
        Files.delete(path);
    }

    @TearDown(Level.Trial)
    public void delete() throws IOException { Files.delete(recorded); }

    @Benchmark
    @OperationsPerInvocation(ROUNDS * EVENTS_PER_ROUND)
    public String write() {
        for (int round = 0; round < ROUNDS; round++) {
            tell(writer, timeNs, round);
            timeNs += 30_000;
        }
        return writer.digest();
    }

    @Benchmark
    @OperationsPerInvocation(ROUNDS * EVENTS_PER_ROUND)
    public long read() throws IOException {
        var count = new Counter();
        try (TraceFile file = TraceFile.open(recorded)) {
            file.replay(count);
        }
        return count.sum;
    }

    private static void tell(TraceSink sink, long timeNs, int round) {
        sink.event(timeNs, EventKind.CALL_ENTER, 3, 0, 7, 64);
        sink.event(timeNs + 200, EventKind.COST, 0, 4, 450, 3);
        sink.event(timeNs + 650, EventKind.MSG_SEND, 3, 2, 1_000L + round, 64, 12);
        sink.event(timeNs + 650, EventKind.THREAD_STATE, 3, 6, 0, 2);
        sink.event(timeNs + 650, EventKind.THREAD_PRIORITY, 5, 10, 12, 3);
        sink.event(timeNs + 650, EventKind.THREAD_STATE, 5, 1, 0, 0);
        sink.event(timeNs + 1_100, EventKind.MSG_RECEIVE, 5, 2, 1_000L + round, 64);
        sink.event(timeNs + 1_100, EventKind.CALL_EXIT, 5, 1, round & 0xffff);
        sink.event(timeNs + 9_300, EventKind.IRQ_ASSERTED, 33, 2);
        sink.event(timeNs + 9_300, EventKind.IRQ_ENTER, 0, 33, 5);
        sink.event(timeNs + 9_700, EventKind.ISR_ENTER, 0, 33, 4);
        sink.event(timeNs + 9_900, EventKind.REGISTER_READ, 2, 0x18, 0x8000_0123L);
        sink.event(timeNs + 10_400, EventKind.PULSE_SEND, 0, 3, round, 4, -1);
        sink.event(timeNs + 10_400, EventKind.ISR_EXIT, 0, 33, 4);
        sink.event(timeNs + 10_600, EventKind.IRQ_EXIT, 0, 33);
        sink.event(timeNs + 14_000, EventKind.CALL_ENTER, 5, 2, round & 0xffff, 0);
        sink.event(timeNs + 14_200, EventKind.COST, 0, 5, 380, 5);
        sink.event(timeNs + 14_580, EventKind.MSG_REPLY, 5, 1_000L + round, 0, 16);
        sink.event(timeNs + 14_580, EventKind.THREAD_STATE, 3, 2, 0, 0);
        sink.event(timeNs + 14_580, EventKind.THREAD_STATE, 5, 5, 0, 2);
        sink.event(timeNs + 15_000, EventKind.THREAD_STATE, 3, 1, 0, 0);
        sink.event(timeNs + 15_000, EventKind.CALL_EXIT, 3, 0, 0);
        if ((round & 3) == 0)
            sink.event(timeNs + 20_000, EventKind.FRAME_END, 1, round, 0x123, 8, 0x1234_5678_9abc_def0L * (round + 1));
        else
            sink.event(timeNs + 20_000, EventKind.THREAD_STATE, 4, 2, 0, 0);
        sink.event(timeNs + 21_000, EventKind.TIMER_FIRED, 6, timeNs + 20_500);
    }

    private static final class Counter implements TraceSink {
        private long sum;

        @Override
        public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
            sum += timeNs + a + b + c + d + e;
        }

        @Override
        public void text(int id, String text) {}
    }
}
