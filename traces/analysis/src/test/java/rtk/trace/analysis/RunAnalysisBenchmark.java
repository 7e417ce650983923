package rtk.trace.analysis;

import java.util.List;
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
import rtk.trace.EventKind;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Events per second through an analysis with four paths and one message, in the mix of a CAN frame received: 18 events.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RunAnalysisBenchmark {
    private static final int FRAMES = 1_000;
    private static final int EVENTS_PER_FRAME = 18;

    private Play run;
    private RunAnalysis analysis;
    private long timeNs;
    private int frame;

    @Setup
    public void start() {
        var paths = List.of(new PathSpec("rx", "irq can0", "run dev-can"),
                new PathSpec("frame", "frame can0 0x100", "user shown"),
                new PathSpec("isr", "irq can0", "isr can0"), new PathSpec("queue", "queued can0", "frame can0"));
        analysis = new RunAnalysis(paths, List.of(new MessageSpec("engine", "can0", 0x100, 0)), List.of());
        run = new Play(analysis);
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES * EVENTS_PER_FRAME)
    public long receive() {
        int shown = run.text("shown");
        for (int i = 0; i < FRAMES; i++) {
            long t = timeNs += 250_000;
            frame++;
            run.at(t, EventKind.FRAME_QUEUED, Play.BUS, 0, frame, 0x100, 8).at(t, EventKind.FRAME_START, Play.BUS, 0, frame,
                    0x100, 111);
            t += 222_000;
            run.at(t, EventKind.FRAME_END, Play.BUS, frame, 0x100, 8, 0).raise(t).enter(t + 500);
            run.at(t + 600, EventKind.ISR_ENTER, 0, Play.CAN_IRQ, 1, 0, 0).at(t + 900, EventKind.ISR_EXIT, 0, Play.CAN_IRQ, 1, 0,
                    0);
            run.deliverTo(t + 900, Play.RX).exit(t + 950).state(t + 950, Play.RX, ThreadState.READY);
            run.state(t + 1_100, Play.RX, ThreadState.RUNNING).leave(t + 1_200, Play.RX, KernelCall.INTERRUPT_WAIT);
            run.at(t + 1_300, EventKind.REGISTER_READ, Play.CAN, 0, 0, 0, 0).fall(t + 1_400);
            run.at(t + 1_500, EventKind.COST, 0, 1, 100, Play.RX, 0).at(t + 1_600, EventKind.USER, Play.CLUSTER, shown, 0, 0, 0);
            run.at(t + 1_700, EventKind.CALL_ENTER, Play.RX, KernelCall.INTERRUPT_WAIT.ordinal(), 0, 0, 0).state(t + 1_800,
                    Play.RX,
                    ThreadState.INTR);
        }
        return analysis.nowNs();
    }
}
