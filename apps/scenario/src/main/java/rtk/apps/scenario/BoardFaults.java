package rtk.apps.scenario;

import java.util.List;
import rtk.board.Board;
import rtk.board.hw.Core;
import rtk.board.hw.DeviceInfo;
import rtk.board.hw.IrqLine;
import rtk.board.hw.LineFaults;
import rtk.board.serial.Uart;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.World;
import rtk.board.timer.RealTimeClock;
import rtk.kernel.Kernel;

/// Lets what [BoardFaultSpec] says happen to the boards of a world.
final class BoardFaults {
    private final World world;
    private final BoardAssembly assembly;
    private final List<Kernel> kernels;

    /// @param kernels one for each board, in their order
    BoardFaults(World world, BoardAssembly assembly, List<Kernel> kernels) {
        this.kernels = kernels;
        this.world = world;
        this.assembly = assembly;
    }

    void schedule(BoardFaultSpec fault) {
        switch (fault) {
            case BoardFaultSpec.LostInterrupts(String part, int count, long atNs) -> at(atNs, () -> line(part).lose(count));
            case BoardFaultSpec.LateInterrupts(String part, int count, long byNs, long atNs) -> at(atNs,
                    () -> line(part).delay(count, byNs));
            case BoardFaultSpec.Spurious(String part, long periodNs, long atNs, long untilNs) -> at(atNs, () -> {
                if (periodNs == 0) line(part).spurious();
                else line(part).storm(periodNs, untilNs == Ns.NEVER ? Ns.NEVER - atNs : untilNs - atNs);
            });
            case BoardFaultSpec.SlowCore(String board, int number, int permille, long atNs, long untilNs) -> {
                Core core = board(board).cores().get(number);
                at(atNs, () -> core.setSpeed(permille));
                at(untilNs, () -> core.setSpeed(Core.FULL_SPEED));
            }
            case BoardFaultSpec.ClockDrift(String board, long ppb, long atNs) -> at(atNs, () -> board(board).setClockDrift(ppb));
            case BoardFaultSpec.ClockJump(String part, int bySeconds, long atNs) -> at(atNs, () -> {
                RealTimeClock clock = assembly.clock(part);
                clock.set(clock.read(RealTimeClock.DR) + bySeconds);
            });
            case BoardFaultSpec.DeadMemory(String board, String memory, long offset, long bytes, long atNs) -> at(atNs,
                    () -> kernels.get(assembly.boards().indexOf(board(board))).failMemory(memory, offset, bytes));
            case BoardFaultSpec.SerialNoise(String part, long oneIn, long atNs, long untilNs) -> {
                Uart uart = assembly.uart(part);
                at(atNs, () -> uart.setNoise(oneIn));
                at(untilNs, () -> uart.setNoise(0));
            }
        }
    }

    private void at(long atNs, Runnable action) {
        if (atNs != Ns.NEVER) world.engine().at(SimEvent.of(Rank.DEVICE, action), atNs);
    }

    private Board board(String name) {
        for (Board board : assembly.boards()) {
            if (board.name().equals(name)) return board;
        }
        throw new IllegalStateException(name);
    }

    private LineFaults line(String label) {
        for (Board board : assembly.boards()) {
            for (DeviceInfo info : board.systemPage()) {
                if (!board.label(info.name()).equals(label)) continue;
                IrqLine line = board.interrupts().lineAt(info.irq());
                return line.faults();
            }
        }
        throw new IllegalStateException(label);
    }
}
