package rtk.board.can;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import rtk.board.Board;
import rtk.board.hw.Core;
import rtk.board.hw.InterruptSink;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

/// A busy bus from stimulus to interrupt: 20 periodic senders of random data load a bus of 500 kbit/s to about 80 %; a controller takes each
/// frame and raises its line; the core's handler reads the registers and pops the frame; every event goes to a sink that counts. Frames
/// a second, the auxiliary counter `frames`. The goal is 1.5 million.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LoadedBusBenchmark {
    private static final long SEED = 1;
    private static final int SENDERS = 20;

    private World world;
    private CanBus bus;
    private Handler handler;
    private long eventCount;

    /// Frames sent.
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Counters {
        public long frames;
        public long events;
    }

    @Setup(Level.Trial)
    public void build() {
        world = new World(SEED, new TraceSink() {
            @Override
            public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) { eventCount++; }

            @Override
            public void text(int id, String text) {}
        });
        var board = new Board(world, "ecu", 1);
        bus = new CanBus(world, "can0", 500_000, 0);
        var controller = new CanController(board, "flexcan0", bus);
        handler = new Handler(board.cores().getFirst(), controller);
        int irq = board.systemPage().getFirst().irq();
        board.interrupts().setEnabled(irq, true);
        for (int i = 0; i < SENDERS; i++) {
            var frame = CanFrame.classic(0x100 + 0x10 * i, false, 8, 0);
            var timing = new PeriodicMessage.Timing(Ns.us(5_700 + 11 * i), Ns.us(100L * i), Ns.us(500));
            new PeriodicSender(bus, new PeriodicMessage("m" + i, frame, true, false, timing)).start();
        }
        world.engine().runUntil(Ns.ms(1));
    }

    @Benchmark
    public long oneSimulatedSecond(Counters counters) {
        long framesBefore = bus.frameCount();
        long eventsBefore = eventCount;
        world.engine().runUntil(world.nowNs() + Ns.s(1));
        counters.frames += bus.frameCount() - framesBefore;
        counters.events += eventCount - eventsBefore;
        return handler.sum;
    }

    /// The least interrupt handler: takes all frames at once.
    private static final class Handler implements InterruptSink {
        private final Core core;
        private final CanController controller;
        private long sum;

        Handler(Core core, CanController controller) {
            this.core = core;
            this.controller = controller;
            controller.write(CanController.CTRL, CanController.ENABLE);
            controller.write(CanController.INT_ENABLE, CanController.INT_RX);
            core.connect(this);
            core.setInterruptsOn(true);
            core.rest();
        }

        @Override
        public void interrupt() {
            int irq = core.controller().acknowledge(core.number());
            while ((controller.read(CanController.INT_STATUS) & CanController.INT_RX) != 0) {
                sum += controller.read(CanController.RX_ID) + controller.read(CanController.RX_LEN);
                sum += controller.read(CanController.RX_DATA0) ^ controller.read(CanController.RX_DATA1);
                controller.write(CanController.RX_POP, 1);
            }
            core.controller().endOfInterrupt(core.number(), irq);
            core.setInterruptsOn(true);
            core.rest();
        }

        @Override
        public void workDone() {}
    }
}
