package rtk.kernel;

import java.nio.channels.WritableByteChannel;
import java.util.List;
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
import rtk.board.Board;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.TraceSink;
import rtk.trace.file.TraceFileWriter;
import rtk.trace.relay.Relay;

/// Thread switches with a timed hold, message round trips and job releases per second, full kernel: traced (digest included), by the
/// thread that simulates or by a second one (`relay`), or not. The digest is complete when a measured stretch ends.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED", "-XX:+UseSerialGC",
    "-Djdk.virtualThreadScheduler.parallelism=1"})
public class KernelBenchmark {
    private static final int STEPS = 100_000;

    @Param({"digest", "relay", "none"})
    public String trace;

    private long endNs;
    private Kernel kernel;
    /// Null if there is none.
    private Relay relay;

    private void world(CostProfile costs) {
        TraceSink sink = trace.equals("none") ? TraceSink.NONE : new TraceFileWriter((WritableByteChannel) null, "{}");
        relay = trace.equals("relay") ? new Relay(sink) : null;
        if (relay != null) sink = relay;
        kernel = new Kernel(new Board(new World(1, sink), "bench", 1), KernelConfig.DEFAULT.costs(costs));
        endNs = 0;
    }

    @TearDown(Level.Iteration)
    public void close() {
        kernel.close();
        if (relay != null) relay.close();
    }

    private void run(long ns) {
        kernel.run(endNs += ns);
        if (relay != null) relay.drain();
    }

    @State(Scope.Benchmark)
    public static class Holders {
        @Param({"2", "1000"})
        public int threads;

        @Setup(Level.Iteration)
        public void start(KernelBenchmark bench) {
            bench.world(CostProfile.ZERO);
            for (int i = 0; i < threads; i++) {
                long startNs = i + 1L;
                int count = threads;
                bench.kernel.spawn("t" + i, (k, args) -> {
                    for (long atNs = startNs;; atNs += count) k.sleepUntil(atNs);
                }, List.of(), new ThreadAttr("t", 10, SchedPolicy.FIFO));
            }
        }
    }

    /// Each nanosecond another thread wakes, by the timer interrupt, and sleeps again.
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public void threadSwitch(Holders holders) { run(STEPS); }

    @State(Scope.Benchmark)
    public static class Pair {
        @Setup(Level.Iteration)
        public void start(KernelBenchmark bench) {
            var costs = new java.util.EnumMap<CostItem, Long>(CostItem.class);
            costs.put(CostItem.MSG_SEND, 200L);
            costs.put(CostItem.MSG_RECEIVE, 200L);
            costs.put(CostItem.MSG_REPLY, 200L);
            costs.put(CostItem.PROCESS_SWITCH, 200L);
            bench.world(new CostProfile("bench", "bench", costs, java.util.Map.of()));
            bench.kernel.spawn("srv", (k, args) -> {
                int chid = k.channelCreate();
                var buffer = new byte[16];
                for (;;) k.msgReply(k.msgReceive(chid, buffer, null), 0);
            }, List.of(), new ThreadAttr("srv", 20, SchedPolicy.FIFO));
            bench.kernel.spawn("cli", (k, args) -> {
                int coid = k.connectAttach(1, 1, 0);
                var buffer = new byte[16];
                for (;;) k.msgSend(coid, buffer, buffer);
            }, List.of(), new ThreadAttr("cli", 10, SchedPolicy.FIFO));
        }
    }

    /// One round trip takes 1,000 ns of simulated time: three calls and two switches.
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public void messageRoundTrip(Pair pair) { run(STEPS * 1_000L); }

    @State(Scope.Benchmark)
    public static class Tasks {
        @Param({"10", "100"})
        public int tasks;

        @Setup(Level.Iteration)
        public void start(KernelBenchmark bench) {
            bench.world(CostProfile.ZERO);
            for (int i = 0; i < tasks; i++) {
                long periodNs = Ns.us(10L * tasks);
                long phaseNs = Ns.us(10L * i);
                bench.kernel.spawn("task" + i, (k, args) -> {
                    for (long atNs = phaseNs;; atNs += periodNs) {
                        k.sleepUntil(atNs);
                        k.compute(Ns.us(7));
                    }
                }, List.of(), new ThreadAttr("task", 10 + i, SchedPolicy.FIFO));
            }
        }
    }

    /// One job every 10 us, utilisation 0.7.
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public void jobRelease(Tasks tasks) { run(Ns.us(10L * STEPS)); }
}
