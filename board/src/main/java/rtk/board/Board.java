package rtk.board;

import java.util.ArrayList;
import java.util.List;
import rtk.board.hw.Core;
import rtk.board.hw.Device;
import rtk.board.hw.DeviceInfo;
import rtk.board.hw.InterruptController;
import rtk.board.hw.IrqLine;
import rtk.board.sim.World;
import rtk.trace.EventKind;

/// A board: cores, one interrupt controller, and devices at addresses and on lines. Built part by part by whoever
/// knows the scenario; then handed to a kernel.
public final class Board {
    /// Where the first device sits, and the room each gets.
    private static final long DEVICE_BASE = 0x4000_0000L;
    private static final long DEVICE_STRIDE = 0x1_0000L;
    /// The first line for devices; the ones below are private to cores, as in the GIC (SGI 0–15, PPI 16–31).
    private static final int FIRST_SHARED_IRQ = 32;

    private final World world;
    private final String name;
    private final InterruptController interrupts;
    private final List<Core> cores = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private final List<DeviceInfo> infos = new ArrayList<>();
    private int nextIrq = FIRST_SHARED_IRQ;

    /// @param coreCount 1 to 32
    public Board(World world, String name, int coreCount) {
        if (coreCount < 1 || coreCount > 32) throw new IllegalArgumentException("a board has 1 to 32 cores, not " + coreCount);
        this.world = world;
        this.name = name;
        interrupts = new InterruptController(world, coreCount);
        for (int number = 0; number < coreCount; number++) {
            cores.add(new Core(world, interrupts, number, world.nextNumber(EventKind.CORE) - 1, name));
        }
    }

    public World world() { return world; }

    public String name() { return name; }

    public InterruptController interrupts() { return interrupts; }

    public List<Core> cores() { return cores; }

    /// A line at the next free input of the controller.
    ///
    /// @param device number in the trace of the device that will drive it
    public IrqLine newLine(int device) { return interrupts.line(nextIrq++, device); }

    /// Puts `device` on the bus at the next free address.
    ///
    /// @param line its interrupt line, null for none
    public DeviceInfo add(Device device, String role, IrqLine line) {
        var info = new DeviceInfo(device.name(), role, DEVICE_BASE + DEVICE_STRIDE * devices.size(),
                line == null ? -1 : line.irq());
        devices.add(device);
        infos.add(info);
        return info;
    }

    /// All devices, in the order in which they were added: the hardware section of the system page.
    public List<DeviceInfo> systemPage() { return List.copyOf(infos); }

    /// @return the device that answers at `address`, or null
    public Device deviceAt(long address) {
        long index = (address - DEVICE_BASE) / DEVICE_STRIDE;
        return address >= DEVICE_BASE && index < devices.size() ? devices.get((int) index) : null;
    }
}
