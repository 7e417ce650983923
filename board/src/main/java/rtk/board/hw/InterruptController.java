package rtk.board.hw;

import rtk.board.sim.World;

/// Collects interrupts and offers each core the most urgent one, as an Arm GIC does (IHI 0048B, GICv2, chapters 1 to 3; IHI 0069,
/// GICv3): what distributor and CPU interfaces decide, called directly instead of through registers.
///
/// | numbers | kind | for |
/// |---|---|---|
/// | 0–15 | SGI | software: one core to others, always by edge ([#sendSgi]) |
/// | 16–31 | PPI | a device of one core; each core has its own |
/// | 32–255 | SPI | shared devices, routed to the cores of [#setTargets] |
///
/// The state of an input is *pending*, *active*, both or neither. By level, pending means that the line is up; by edge, that it has
/// risen since the last acknowledge, so that one which rises while active is taken once more afterwards. Of several cores
/// that are offered an SPI the first to acknowledge has it; the others find [#NONE].
///
/// Urgency: the smaller number is the more urgent; equals in order of number. A core is offered what is more urgent than its priority
/// mask ([#setPriorityMask]) and, while it handles something, what is of a more urgent *group* than that: the group is the
/// priority without its low bits ([#setBinaryPoint]), so that less than a group's difference orders but does not preempt.
///
/// | after reset | |
/// |---|---|
/// | enabled, pending, active | no |
/// | priority | 128 |
/// | trigger | level; SGIs edge |
/// | targets | core 0; private inputs their core |
/// | priority mask | 256: everything passes |
/// | binary point | 0: all eight bits preempt |
///
/// Not modelled: the registers, security groups, SGIs told apart by their sender, LPIs and the ITS, virtual interrupts, power
/// states, a distributor switched off, separate priority drop and deactivation.
public final class InterruptController {
    public static final int LINES_MAX = 256;
    /// Priority of an input until set otherwise: the middle.
    public static final int PRIORITY_DEFAULT = 128;
    /// No interrupt to acknowledge, as the GIC's 1023.
    public static final int NONE = -1;
    /// Priority mask that lets everything pass, and running priority of a core that handles nothing.
    public static final int MASK_OPEN = 256;

    private static final int SGIS = 16;
    private static final int PRIVATE = 32;
    /// Interrupts nested on one core.
    private static final int NESTING_MAX = 64;
    private static final int BINARY_POINT_MAX = 7;

    /// How an input tells of an interrupt.
    public enum Trigger {
        LEVEL, EDGE
    }

    private final World world;
    private final Core[] cores;
    private final Bank[] banks;
    private final Input[] shared = new Input[LINES_MAX];

    /// One interrupt input.
    static final class Input {
        final int irq;
        int targets;
        int priority = PRIORITY_DEFAULT;
        boolean enabled;
        boolean active;
        boolean edge;
        boolean risen;
        boolean spurious;
        /// Among what waits at its cores.
        boolean waits;
        IrqLine line;

        Input(int irq, int core) {
            this.irq = irq;
            targets = 1 << core;
            edge = irq < SGIS;
        }

        /// Equals in order of number.
        boolean isMoreUrgentThan(Input other) {
            return priority < other.priority || (priority == other.priority && irq < other.irq);
        }

        boolean isPending() { return spurious || (edge ? risen : line != null && line.isSeenUp()); }
    }

    /// What one core sees.
    private static final class Bank {
        final Input[] inputs = new Input[PRIVATE];
        /// Pending, enabled, not active and routed here.
        final long[] waiting = new long[LINES_MAX / Long.SIZE];
        /// The most urgent of those; null for none.
        Input best;
        /// Priorities of what is active, innermost last.
        final int[] running = new int[NESTING_MAX + 1];
        int depth;
        int mask = MASK_OPEN;
        int binaryPoint;

        /// Does `priority` get through now?
        boolean passes(int priority) {
            return priority < mask && (depth == 0 || priority >> binaryPoint < running[depth] >> binaryPoint);
        }
    }

    public InterruptController(World world, int coreCount) {
        this.world = world;
        cores = new Core[coreCount];
        banks = new Bank[coreCount];
        for (int core = 0; core < coreCount; core++) {
            banks[core] = new Bank();
            for (int irq = 0; irq < PRIVATE; irq++) banks[core].inputs[irq] = new Input(irq, core);
        }
        for (int irq = PRIVATE; irq < LINES_MAX; irq++) shared[irq] = new Input(irq, 0);
    }

    int coreCount() { return cores.length; }

    void connect(Core core) { cores[core.number()] = core; }

    private Input input(int core, int irq) { return irq < PRIVATE ? banks[core].inputs[irq] : shared[irq]; }

    // Wiring.

    /// Wires a device to input `irq`, of core 0 if it is a private one.
    ///
    /// @param device number of the device in the trace
    /// @throws IllegalArgumentException if there is no such input or it is taken
    public IrqLine line(int irq, int device) { return line(0, irq, device); }

    /// Wires a device of `core` to its private input `irq`.
    public IrqLine line(int core, int irq, int device) {
        if (irq < 0 || irq >= LINES_MAX || input(core, irq).line != null)
            throw new IllegalArgumentException("irq " + irq + " cannot be wired");
        Input input = input(core, irq);
        input.line = new IrqLine(world, this, input, device);
        return input.line;
    }

    /// Is something wired to input `irq`?
    public boolean isWired(int irq) { return irq >= 0 && irq < LINES_MAX && input(0, irq).line != null; }

    /// The line at input `irq`, of core 0 if it is a private one; null if nothing is wired to it.
    public IrqLine lineAt(int irq) { return input(0, irq).line; }

    /// Number in the trace of the device behind `irq`.
    public int device(int irq) { return input(0, irq).line.device(); }

    // Distributor.

    public boolean isEnabled(int irq) { return input(0, irq).enabled; }

    public void setEnabled(int irq, boolean on) { setEnabled(0, irq, on); }

    /// @param core whose input, if it is a private one
    public void setEnabled(int core, int irq, boolean on) {
        input(core, irq).enabled = on;
        update(input(core, irq));
    }

    /// @param urgency 0 (most urgent) to 255
    public void setPriority(int irq, int urgency) { setPriority(0, irq, urgency); }

    /// @param core whose input, if it is a private one
    public void setPriority(int core, int irq, int urgency) {
        if (urgency < 0 || urgency > 255) throw new IllegalArgumentException("interrupt priority " + urgency + ", not 0 to 255");
        input(core, irq).priority = urgency;
        update(input(core, irq));
    }

    /// Routes the shared input `irq` to `core` alone.
    public void setTarget(int irq, int core) { setTargets(irq, 1 << core); }

    /// Routes the shared input `irq` to the cores whose bits are set.
    public void setTargets(int irq, int coreMask) {
        Input input = shared[irq];
        for (int core = 0; core < cores.length; core++) withdraw(input, core);
        input.waits = false;
        input.targets = coreMask;
        update(input);
    }

    /// Takes effect at once: what had risen before is forgotten.
    public void setTrigger(int irq, Trigger trigger) {
        Input input = input(0, irq);
        input.edge = trigger == Trigger.EDGE || irq < SGIS;
        input.risen = false;
        update(input);
    }

    /// Raises software interrupt `irq`, 0 to 15, on the cores whose bits are set.
    public void sendSgi(int irq, int coreMask) {
        if (irq < 0 || irq >= SGIS) throw new IllegalArgumentException("software interrupt " + irq + ", not 0 to 15");
        for (int core = 0; core < cores.length; core++) {
            if ((coreMask >> core & 1) == 0) continue;
            banks[core].inputs[irq].risen = true;
            update(banks[core].inputs[irq]);
        }
    }

    void lineChanged(IrqLine line) {
        Input input = line.input;
        if (input.edge && line.isSeenUp()) input.risen = true;
        update(input);
    }

    /// `line` is taken for risen though it has not: the interrupt comes once.
    void raiseSpurious(IrqLine line) {
        line.input.spurious = true;
        update(line.input);
    }

    // CPU interfaces.

    /// Only interrupts more urgent than `mask` are offered to `core`; [#MASK_OPEN] lets all pass.
    public void setPriorityMask(int core, int mask) {
        banks[core].mask = mask;
        offerAgain(core);
    }

    /// @param bits how many low bits of a priority do not count for preemption, 0 to 7: the value of the GIC's register plus one
    public void setBinaryPoint(int core, int bits) {
        if (bits < 0 || bits > BINARY_POINT_MAX) throw new IllegalArgumentException("binary point " + bits + ", not 0 to 7");
        banks[core].binaryPoint = bits;
        offerAgain(core);
    }

    private void offerAgain(int core) {
        if (refresh(core)) cores[core].interruptOffered();
    }

    /// Is there an interrupt that `core` should take now, its own interrupt switch apart?
    public boolean offers(int core) {
        Bank bank = banks[core];
        return bank.best != null && bank.passes(bank.best.priority);
    }

    /// Takes the most urgent interrupt for `core`: it becomes active, and one that came by edge is not pending any more.
    ///
    /// @return its number, or [#NONE] if there is none any more
    public int acknowledge(int core) {
        if (!offers(core)) return NONE;
        Bank bank = banks[core];
        Input input = bank.best;
        input.active = true;
        input.risen = false;
        input.spurious = false;
        bank.running[++bank.depth] = input.priority;
        update(input);
        return input.irq;
    }

    /// The handler of `irq`, the innermost one on `core`, is done.
    public void endOfInterrupt(int core, int irq) {
        Input input = input(core, irq);
        assert input.active : irq;
        input.active = false;
        banks[core].depth--;
        refresh(core);
        update(input);
    }

    /// The one place where an input's state turns into an offer to its cores.
    private void update(Input input) {
        boolean waits = input.enabled && !input.active && input.isPending();
        if (!waits && !input.waits) return;
        input.waits = waits;
        for (int rest = input.targets; rest != 0; rest &= rest - 1) {
            int core = Integer.numberOfTrailingZeros(rest);
            if (core >= cores.length) return;
            if (waits) offer(input, core);
            else withdraw(input, core);
        }
    }

    private void offer(Input input, int core) {
        Bank bank = banks[core];
        int word = input.irq >> 6;
        long bit = 1L << input.irq;
        if ((bank.waiting[word] & bit) == 0) {
            bank.waiting[word] |= bit;
            if (bank.best == null || input.isMoreUrgentThan(bank.best)) bank.best = input;
        } else {
            bank.best = mostUrgent(core); // its priority may have changed
        }
        if (refresh(core) && bank.passes(input.priority)) cores[core].interruptOffered();
    }

    /// Tells the core whether there is something for it; it looks at that far more often than it changes.
    private boolean refresh(int core) {
        boolean offers = offers(core);
        cores[core].setOffered(offers);
        return offers;
    }

    private void withdraw(Input input, int core) {
        Bank bank = banks[core];
        int word = input.irq >> 6;
        long bit = 1L << input.irq;
        if ((bank.waiting[word] & bit) == 0) return;
        bank.waiting[word] &= ~bit;
        if (bank.best != input) return;
        bank.best = mostUrgent(core);
        refresh(core);
    }

    private Input mostUrgent(int core) {
        Bank bank = banks[core];
        Input best = null;
        for (int word = 0; word < bank.waiting.length; word++) {
            for (long rest = bank.waiting[word]; rest != 0; rest &= rest - 1) {
                Input input = input(core, (word << 6) + Long.numberOfTrailingZeros(rest));
                if (best == null || input.isMoreUrgentThan(best)) best = input;
            }
        }
        return best;
    }
}
