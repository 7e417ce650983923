package rtk.trace.analysis;

import java.util.BitSet;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;

/// Knows, for a path from a device to `run P`, whether P runs because of that device's interrupt.
///
/// The trace names the cause: IRQ_DELIVERED says which thread is woken from InterruptWait, or which pulse is queued.
/// As long as no thread of P has attached to, or been told of, the interrupt, P is taken for a client further up and
/// [#isOwner] is false.
final class InterruptCause {
    private final PointMatcher from;
    private final PointMatcher run;
    private final WorldNames names;
    private final BitSet wokenThreads = new BitSet();
    private final LongMap pulses = new LongMap();
    private boolean owner;

    InterruptCause(PointMatcher from, PointMatcher run, WorldNames names) {
        this.from = from;
        this.run = run;
        this.names = names;
    }

    /// Does P take the interrupt itself?
    boolean isOwner() { return owner; }

    /// Is `irq` raised by the device of the path, or for a bus by a controller on it?
    boolean isMeant(long irq) { return names.isRaisedBy(irq, from.things()); }

    void observe(EventKind kind, long a, long b, long c) {
        switch (kind) {
            case IRQ_ASSERTED -> owner = owner || (isMeant(a) && names.isAttached(a, run.things()));
            case IRQ_DELIVERED -> {
                if (!isMeant(a)) return;
                if (c > 0) {
                    pulses.put(c, 0);
                    return;
                }
                wokenThreads.set((int) b);
                owner |= run.things().get((int) b);
            }
            case PULSE_RECEIVE -> owner |= run.things().get((int) a) && pulses.get(c) != LongMap.ABSENT;
            default -> {}
        }
    }

    /// Does `thread`, which leaves `call`, do so because of the interrupt? Answers yes once per delivery.
    boolean causes(long thread, long call) {
        if (call == KernelCall.INTERRUPT_WAIT.ordinal()) {
            boolean woken = wokenThreads.get((int) thread);
            wokenThreads.clear((int) thread);
            return woken;
        }
        if (call != KernelCall.MSG_RECEIVE.ordinal()) return false;
        long pulse = names.lastPulse(thread);
        if (pulse < 0 || pulses.remove(pulse) == LongMap.ABSENT) return false;
        owner = true;
        return true;
    }
}
