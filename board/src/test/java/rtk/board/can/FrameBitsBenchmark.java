package rtk.board.can;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import rtk.board.sim.SimRandom;

/// Exact length and CRC of classic frames of 8 bytes: frames a second. The goal is 12 million.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FrameBitsBenchmark {
    private static final int FRAMES = 4_096;
    private static final long SEED = 1;

    private final CanFrame[] standard = new CanFrame[FRAMES];
    private final CanFrame[] extended = new CanFrame[FRAMES];

    @Setup
    public void fill() {
        var random = new SimRandom(SEED, "benchmark");
        for (int i = 0; i < FRAMES; i++) {
            standard[i] = CanFrame.classic((int) random.between(0, CanFrame.STANDARD_ID_MAX), false, 8, random.nextLong());
            extended[i] = CanFrame.classic((int) random.between(0, CanFrame.EXTENDED_ID_MAX), true, 8, random.nextLong());
        }
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int standardLengthAndCrc() { return sum(standard); }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int extendedLengthAndCrc() { return sum(extended); }

    private static int sum(CanFrame[] frames) {
        int sum = 0;
        for (CanFrame frame : frames) sum += FrameBits.crcAndStuffBits(frame);
        return sum;
    }
}
