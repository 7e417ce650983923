package rtk.apps.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rtk.board.Board;
import rtk.board.can.CanBus;
import rtk.board.can.CanController;
import rtk.board.gpio.GpioPort;
import rtk.board.hw.Core;
import rtk.board.hw.Oscillator;
import rtk.board.media.Camera;
import rtk.board.media.Display;
import rtk.board.media.SoundOutput;
import rtk.board.serial.Uart;
import rtk.board.sim.World;
import rtk.board.timer.IntervalTimer;
import rtk.board.timer.RealTimeClock;
import rtk.board.timer.Watchdog;

/// The boards of a scenario, built: in the order of the file, each with its CAN controllers, UARTs and other parts in that order.
/// Boards that name the same bus share it.
final class BoardAssembly {
    private final World world;
    private final boolean alone;
    private final List<Board> boards = new ArrayList<>();
    private final TreeMap<String, CanBus> buses = new TreeMap<>();
    private final TreeMap<String, Uart> uarts = new TreeMap<>();
    private final TreeMap<String, GpioPort> ports = new TreeMap<>();
    private final TreeMap<String, RealTimeClock> clocks = new TreeMap<>();

    BoardAssembly(World world, List<BoardSpec> specs) {
        this.world = world;
        alone = specs.size() == 1;
        for (BoardSpec spec : specs) boards.add(build(spec));
    }

    /// In the order of the file.
    List<Board> boards() { return boards; }

    CanBus bus(String name) { return buses.get(name); }

    /// @param label as in the trace: `ser1`, or `gateway.ser1` if there are several boards
    Uart uart(String label) { return uarts.get(label); }

    GpioPort port(String label) { return ports.get(label); }

    RealTimeClock clock(String label) { return clocks.get(label); }

    private Board build(BoardSpec spec) {
        var layout = new TreeMap<String, Board.Place>();
        for (BoardSpec.Can can : spec.can()) layout.put(can.name(), can.place());
        for (BoardSpec.Uart uart : spec.uart()) layout.put(uart.name(), uart.place());
        for (BoardSpec.Part part : spec.parts()) layout.put(part.name(), part.place());
        var board = new Board(world, spec.name(), spec.cpus(), alone, Map.copyOf(layout));
        board.setClockDrift(spec.driftPpb());
        for (Core core : board.cores()) core.setInterference(spec.interference());
        for (BoardSpec.Can can : spec.can()) {
            CanBus bus = buses.get(can.name());
            if (bus == null) {
                bus = new CanBus(world, can.name(), can.bitrateHz(), can.dataBitrateHz());
                buses.put(can.name(), bus);
            }
            new CanController(board, can.name(), bus).port().setClockPpm((int) (spec.driftPpb() / 1_000));
        }
        for (BoardSpec.Uart uart : spec.uart()) {
            uarts.put(board.label(uart.name()), new Uart(board, uart.name(), uart.baud(), uart.fifo()));
        }
        for (BoardSpec.Part part : spec.parts()) build(board, part);
        return board;
    }

    private void build(Board board, BoardSpec.Part part) {
        var clock = new Oscillator(part.clockHz(), part.driftPpb());
        switch (part.kind()) {
            case TIMER -> new IntervalTimer(board, part.name(), clock);
            case WATCHDOG -> new Watchdog(board, part.name(), clock);
            case RTC -> clocks.put(board.label(part.name()), new RealTimeClock(board, part.name(), part.driftPpb(), 0));
            case GPIO -> ports.put(board.label(part.name()), new GpioPort(board, part.name()));
            case SOUND -> new SoundOutput(board, part.name(), clock);
            case DISPLAY -> new Display(board, part.name(), clock);
            case CAMERA -> new Camera(board, part.name(), clock);
        }
    }
}
