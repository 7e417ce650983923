package rtk.board.sim;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The hold model: the earliest event happens and sets itself again, an exponentially distributed time later; the number of
/// events pending stays. Events per second through [Engine].
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms1g"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EventQueueBenchmark {
    private static final int EVENTS = 1_000_000;
    private static final int DELAYS = 1 << 14;

    @Param({"1000", "100000", "1000000"})
    int pending;

    private Engine engine;

    @Setup
    public void fill() {
        engine = new Engine();
        var random = new SimRandom(1, "delays");
        var delays = new long[DELAYS];
        for (int index = 0; index < DELAYS; index++) {
            double uniform = (random.nextLong() >>> 11) * 0x1p-53;
            delays[index] = (long) (-1e6 * Math.log1p(-uniform));
        }
        var next = new int[1];
        for (int event = 0; event < pending; event++) {
            engine.after(new Hold(engine, delays, next), delays[next[0]++ & (DELAYS - 1)]);
        }
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void hold() {
        for (int event = 0; event < EVENTS; event++) engine.step();
    }

    /// As a blocking call with a timeout that does not run out: set far ahead, taken back.
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void holdAndCancel() {
        var timeout = SimEvent.of(Rank.CORE, () -> {});
        for (int event = 0; event < EVENTS; event++) {
            engine.after(timeout, 5_000_000);
            engine.step();
            engine.cancel(timeout);
        }
    }

    private static final class Hold extends SimEvent {
        private final Engine engine;
        private final long[] delays;
        private final int[] next;

        Hold(Engine engine, long[] delays, int[] next) {
            super(Rank.DEVICE);
            this.engine = engine;
            this.delays = delays;
            this.next = next;
        }

        @Override
        protected void happen() { engine.after(this, delays[next[0]++ & (DELAYS - 1)]); }
    }
}
