package rtk.kernel;

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
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.TraceSink;

/// A mutex handed round among 10 threads that all want it again at once, while others wait for it that are
/// less urgent and never get it: the cost of a hand-over must not depend on how many those are.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED", "-XX:+UseSerialGC"})
public class LockBenchmark {
    private static final int HAND_OVERS = 10_000;

    @Param({"10", "1000", "100000"})
    public int waiters;

    private Kernel kernel;
    private long endNs;

    @Setup(Level.Iteration)
    public void start() {
        kernel = new Kernel(new Board(new World(1, TraceSink.NONE), "bench", 1), KernelConfig.DEFAULT);
        endNs = 1_000;
        kernel.spawn("p", (k, args) -> {
            int m = k.mutexCreate("m", MutexAttr.DEFAULT);
            k.mutexLock(m);
            for (int i = 0; i < waiters; i++) {
                k.threadCreate(new ThreadAttr("waits", 5, SchedPolicy.FIFO), () -> k.mutexLock(m));
            }
            k.sleep(100);
            for (int i = 0; i < 10; i++) {
                k.threadCreate(new ThreadAttr("works", 20, SchedPolicy.FIFO), () -> {
                    for (;;) {
                        k.mutexLock(m);
                        k.compute(1);
                        k.mutexUnlock(m);
                    }
                });
            }
            k.sleep(100);
            k.mutexUnlock(m);
            k.sleep(Ns.s(1_000_000));
            return 0;
        }, List.of(), new ThreadAttr("p", 10, SchedPolicy.FIFO));
        kernel.run(endNs);
    }

    @TearDown(Level.Iteration)
    public void close() { kernel.close(); }

    @Benchmark
    @OperationsPerInvocation(HAND_OVERS)
    public void handOver() {
        endNs += HAND_OVERS;
        kernel.run(endNs);
    }
}
