package rtk.resmgr;

import java.util.ArrayList;
import java.util.List;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SigEvent;

/// The events that clients have armed with `_IO_NOTIFY`, and their delivery: QNX's `iofunc_notify` and `iofunc_notify_trigger`.
///
/// After each message and pulse that the manager has served, [#check] looks which conditions have come true. So a manager
/// has nothing to do for `select` but to say what is there ([IoFunctions#available], [IoFunctions#room]). An open has one event
/// per condition at most; arming one leaves the others alone [D 111, 113]. No thread is held.
final class Notifications {
    /// Armed at a time, per manager.
    static final int ARMED_MAX = 1024;
    private static final int[] CONDITIONS = {Condition.INPUT, Condition.OUTPUT, Condition.OBAND};

    private static final class Armed {
        final Open open;
        final int condition;
        final long items;
        final int rcvid;
        final SigEvent event;
        /// The condition was true when armed for a transition, and has not been false since.
        boolean stillTrue;

        Armed(Open open, int condition, long items, int rcvid, SigEvent event, boolean stillTrue) {
            this.open = open;
            this.condition = condition;
            this.items = items;
            this.rcvid = rcvid;
            this.event = event;
            this.stillTrue = stillTrue;
        }
    }

    private final KernelCalls k;
    private final List<Armed> armed = new ArrayList<>();

    Notifications(KernelCalls k) { this.k = k; }

    int size() { return armed.size(); }

    /// Serves `_IO_NOTIFY`.
    ///
    /// @return the conditions asked for that are true, as the status
    Reply notify(int rcvid, Open open, NotifyAction action, int conditions, long items, SigEvent event) {
        int truth = open.io().conditions(open.ocb(), items) & conditions;
        armed.removeIf(entry -> entry.open.ocb() == open.ocb() && (entry.condition & conditions) != 0);
        boolean arms = switch (action) {
            case POLL -> false;
            case POLLARM -> truth == 0;
            case TRANARM -> true;
        };
        if (!arms) return new Reply.Count(truth);
        if (armed.size() + CONDITIONS.length > ARMED_MAX) return new Reply.Fail(Errno.EBUSY);
        for (int condition : CONDITIONS) {
            if ((conditions & condition) == 0) continue;
            armed.add(new Armed(open, condition, items, rcvid, event, (truth & condition) != 0));
        }
        return new Reply.Count(action == NotifyAction.TRANARM ? 0 : truth);
    }

    /// Delivers what has come true.
    void check() {
        if (armed.isEmpty()) return;
        var due = new ArrayList<Armed>();
        for (var entry : armed) {
            boolean isTrue = (entry.open.io().conditions(entry.open.ocb(), entry.items) & entry.condition) != 0;
            if (isTrue && !entry.stillTrue) due.add(entry);
            if (!isTrue) entry.stillTrue = false;
        }
        armed.removeAll(due);
        for (var entry : due) deliver(entry);
    }

    private void deliver(Armed entry) {
        try {
            k.msgDeliverEvent(entry.rcvid, entry.event);
        } catch (ErrnoException e) {
            // The client is gone, or its event no longer leads anywhere: its own loss. EAGAIN is one too, since a pulse that
            // finds no storage cannot be kept.
            k.trace("notify not delivered", e.errno().number());
        }
    }

    void forget(Ocb ocb) { armed.removeIf(entry -> entry.open.ocb() == ocb); }
}
