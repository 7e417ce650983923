package rtk.board.hw;

import java.util.Arrays;
import rtk.board.sim.World;

/// Collects interrupt lines and offers each core the most urgent one: pending, enable, priority and active state per line,
/// in the manner of an Arm GIC distributor and CPU interface (IHI 0048B, chapters 1 and 3), reduced to what a kernel needs.
///
/// A line is level-sensitive: pending while it is up and not active. An active interrupt holds back others of the same or
/// a lesser urgency on its core until [#endOfInterrupt].
///
/// Urgency: the smaller number is the more urgent, as in the GIC; equals in order of line number.
///
/// Not modelled here: registers of the controller itself, security groups, edge-triggered lines, virtual interrupts.
public final class InterruptController {
    public static final int LINES_MAX = 256;
    /// Priority of a line until set otherwise: the middle.
    public static final int PRIORITY_DEFAULT = 128;
    /// Running priority of a core that handles nothing.
    private static final int IDLE_PRIORITY = 256;
    /// Interrupts nested on one core.
    private static final int NESTING_MAX = 64;

    private final World world;
    private final IrqLine[] lines = new IrqLine[LINES_MAX];
    private final boolean[] enabled = new boolean[LINES_MAX];
    private final boolean[] active = new boolean[LINES_MAX];
    private final int[] priority = new int[LINES_MAX];
    private final int[] target = new int[LINES_MAX];
    private final long[] waiting = new long[LINES_MAX / 64]; // up, enabled and not active
    private int waitingCount;
    private final Core[] cores;
    private final int[][] running; // per core, priorities of active interrupts, innermost last
    private final int[] depth;

    public InterruptController(World world, int coreCount) {
        this.world = world;
        cores = new Core[coreCount];
        running = new int[coreCount][NESTING_MAX + 1];
        depth = new int[coreCount];
        for (int[] priorities : running) priorities[0] = IDLE_PRIORITY;
        Arrays.fill(priority, PRIORITY_DEFAULT);
    }

    int coreCount() { return cores.length; }

    void connect(Core core) { cores[core.number()] = core; }

    /// Wires a device to input `irq`.
    ///
    /// @param device number of the device in the trace
    public IrqLine line(int irq, int device) {
        if (irq < 0 || irq >= LINES_MAX || lines[irq] != null)
            throw new IllegalArgumentException("irq " + irq + " cannot be wired");
        lines[irq] = new IrqLine(world, this, irq, device);
        return lines[irq];
    }

    /// Is something wired to input `irq`?
    public boolean isWired(int irq) { return irq >= 0 && irq < LINES_MAX && lines[irq] != null; }

    /// Number in the trace of the device behind `irq`.
    public int device(int irq) { return lines[irq].device(); }

    public boolean isEnabled(int irq) { return enabled[irq]; }

    public void setEnabled(int irq, boolean on) {
        enabled[irq] = on;
        update(irq);
    }

    /// @param urgency 0 (most urgent) to 255
    public void setPriority(int irq, int urgency) {
        priority[irq] = urgency;
        update(irq);
    }

    /// Routes `irq` to core `core`; 0 until set.
    public void setTarget(int irq, int core) {
        target[irq] = core;
        update(irq);
    }

    /// Is there an interrupt that `core` should take now, its own interrupt switch apart?
    public boolean offers(int core) { return mostUrgent(core) >= 0; }

    /// Takes the most urgent interrupt for `core`: it becomes active.
    ///
    /// @return its number, or -1 if there is none any more
    public int acknowledge(int core) {
        int irq = mostUrgent(core);
        if (irq < 0) return -1;
        active[irq] = true;
        running[core][++depth[core]] = priority[irq];
        update(irq);
        return irq;
    }

    /// The handler of `irq`, the innermost one on `core`, is done.
    public void endOfInterrupt(int core, int irq) {
        assert active[irq] : irq;
        active[irq] = false;
        depth[core]--;
        update(irq);
    }

    void lineChanged(IrqLine line) { update(line.irq()); }

    /// The one place where a line's state turns into an offer to its core.
    private void update(int irq) {
        long bit = 1L << irq;
        boolean was = (waiting[irq >> 6] & bit) != 0;
        boolean offered = lines[irq] != null && lines[irq].isUp() && enabled[irq] && !active[irq];
        if (!offered) {
            waiting[irq >> 6] &= ~bit;
            if (was) waitingCount--;
            return;
        }
        waiting[irq >> 6] |= bit;
        if (!was) waitingCount++;
        int core = target[irq];
        if (priority[irq] < running[core][depth[core]]) cores[core].interruptOffered();
    }

    private int mostUrgent(int core) {
        if (waitingCount == 0) return -1;
        int best = -1;
        int bestPriority = running[core][depth[core]];
        for (int word = 0; word < waiting.length; word++) {
            for (long rest = waiting[word]; rest != 0; rest &= rest - 1) {
                int irq = (word << 6) + Long.numberOfTrailingZeros(rest);
                if (target[irq] == core && priority[irq] < bestPriority) {
                    best = irq;
                    bestPriority = priority[irq];
                }
            }
        }
        return best;
    }
}
