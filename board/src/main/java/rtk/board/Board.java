package rtk.board;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rtk.board.hw.Core;
import rtk.board.hw.CoreTimer;
import rtk.board.hw.Device;
import rtk.board.hw.DeviceInfo;
import rtk.board.hw.InterruptController;
import rtk.board.hw.IrqLine;
import rtk.board.hw.MemoryInfo;
import rtk.board.sim.World;
import rtk.trace.EventKind;

/// A board: cores, one interrupt controller, and devices at addresses and on lines. Built part by part by whoever
/// knows the scenario; then handed to a kernel.
///
/// A device goes where the board's *layout* puts it by its name; without a place there it gets the next free address and line.
public final class Board {
    /// Where the first device without a place sits, and the room each gets.
    private static final long DEVICE_BASE = 0x4000_0000L;
    private static final long DEVICE_STRIDE = 0x1_0000L;
    /// The first line for devices; the ones below are private to cores, as in the GIC (SGI 0–15, PPI 16–31).
    private static final int FIRST_SHARED_IRQ = 32;
    /// The memory of a board that says nothing else.
    private static final MemoryInfo RAM = new MemoryInfo("/memory/ram/sysram", 0x8000_0000L, 64L << 20);
    /// In a [Place]: wherever there is room.
    public static final int ANYWHERE = -1;

    /// Where a device is.
    ///
    /// @param address first byte, or [#ANYWHERE]
    /// @param irq line at the interrupt controller, 32 to 223, or [#ANYWHERE]
    public record Place(long address, int irq) {}

    private final World world;
    private final String name;
    private final boolean alone;
    private final TreeMap<String, Place> layout;
    private final InterruptController interrupts;
    private final List<Core> cores = new ArrayList<>();
    private final CoreTimer[] timers;
    private long clockDriftPpb;
    private final TreeMap<Long, Device> devices = new TreeMap<>();
    private final List<DeviceInfo> infos = new ArrayList<>();
    private final List<MemoryInfo> memories = new ArrayList<>();
    private int nextIrq = FIRST_SHARED_IRQ;
    private long timerRateHz = 1_000_000_000;
    private long nextAddress = DEVICE_BASE;

    /// The only board of its world, with room for everything.
    ///
    /// @param coreCount 1 to 32
    public Board(World world, String name, int coreCount) { this(world, name, coreCount, true, Map.of()); }

    /// @param coreCount 1 to 32
    /// @param alone if not, the names of its parts and processes in the trace begin with that of the board
    /// @param layout places by device name
    public Board(World world, String name, int coreCount, boolean alone, Map<String, Place> layout) {
        if (coreCount < 1 || coreCount > 32) throw new IllegalArgumentException("a board has 1 to 32 cores, not " + coreCount);
        this.world = world;
        this.name = name;
        this.alone = alone;
        this.layout = new TreeMap<>(layout);
        interrupts = new InterruptController(world, coreCount);
        timers = new CoreTimer[coreCount];
        for (int number = 0; number < coreCount; number++) {
            cores.add(new Core(world, interrupts, number, world.nextNumber(EventKind.CORE) - 1, name));
        }
    }

    public World world() { return world; }

    public String name() { return name; }

    /// What a part or process of this board is called in the trace: `can0`, or `gateway.can0` if there are other boards.
    public String label(String part) { return alone ? part : name + '.' + part; }

    public InterruptController interrupts() { return interrupts; }

    public List<Core> cores() { return cores; }

    /// Tells the trace of a device of this board.
    ///
    /// @param parent number of the device that it belongs to, such as its bus; 0 for none
    /// @return its number
    public int announce(String device, String role, int parent) { return world.device(label(device), role, parent); }

    /// The clock that periodic timer interrupts are divided from, in Hz; 1 GHz unless set.
    public long timerRateHz() { return timerRateHz; }

    /// To be called before a kernel is built.
    public void setTimerRateHz(long rateHz) { timerRateHz = rateHz; }

    /// The timer of `core`, by which a kernel knows the time.
    public CoreTimer timer(int core) {
        if (timers[core] == null) {
            timers[core] = new CoreTimer(world, interrupts, core, timerRateHz, label("timer" + core));
            timers[core].setDrift(clockDriftPpb);
        }
        return timers[core];
    }

    /// From now on the clock of this board runs `ppb` parts per billion fast, or slow if negative: the counters of its cores. Work
    /// takes what it takes.
    public void setClockDrift(long ppb) {
        clockDriftPpb = ppb;
        for (CoreTimer timer : timers) {
            if (timer != null) timer.setDrift(ppb);
        }
    }

    /// A line at the next free input of the controller.
    ///
    /// @param device number in the trace of the device that will drive it
    public IrqLine newLine(int device) {
        while (interrupts.isWired(nextIrq) || isTaken(nextIrq)) nextIrq++;
        return interrupts.line(nextIrq, device);
    }

    /// The line of a device: where the layout says, or at the next free input.
    public IrqLine newLine(String device, int number) {
        Place place = layout.get(device);
        return place == null || place.irq() == ANYWHERE ? newLine(number) : interrupts.line(place.irq(), number);
    }

    private boolean isTaken(int irq) {
        for (Place place : layout.values()) {
            if (place.irq() == irq) return true;
        }
        return false;
    }

    /// Puts `device` on the bus: where the layout says, or at the next free address.
    ///
    /// @param line its interrupt line, null for none
    /// @throws IllegalArgumentException if another device is in the way
    public DeviceInfo add(Device device, String role, IrqLine line) {
        Place place = layout.get(device.name());
        long address = place == null || place.address() == ANYWHERE ? nextFree(device.size()) : place.address();
        if (!isFree(address, device.size())) {
            throw new IllegalArgumentException(
                    device.name() + " at 0x" + Long.toHexString(address) + " is in the way of another device");
        }
        devices.put(address, device);
        var info = new DeviceInfo(device.name(), role, address, line == null ? -1 : line.irq());
        infos.add(info);
        return info;
    }

    private long nextFree(int size) {
        while (!isFree(nextAddress, size)) nextAddress += DEVICE_STRIDE;
        long free = nextAddress;
        nextAddress += DEVICE_STRIDE;
        return free;
    }

    private boolean isFree(long address, int size) {
        Map.Entry<Long, Device> before = devices.lowerEntry(address + size);
        return before == null || before.getKey() + before.getValue().size() <= address;
    }

    /// All devices, in the order in which they were added: the hardware section of the system page.
    public List<DeviceInfo> systemPage() { return List.copyOf(infos); }

    /// Adds a piece of memory; to be called before a kernel is built. Without any the board has 64 MiB of `/memory/ram/sysram`.
    public void addMemory(MemoryInfo memory) { memories.add(memory); }

    /// The memory section of the system page.
    public List<MemoryInfo> memory() { return memories.isEmpty() ? List.of(RAM) : List.copyOf(memories); }

    /// @return the device that answers at `address`, or null
    public Device deviceAt(long address) {
        Map.Entry<Long, Device> found = devices.floorEntry(address);
        return found != null && address < found.getKey() + found.getValue().size() ? found.getValue() : null;
    }
}
