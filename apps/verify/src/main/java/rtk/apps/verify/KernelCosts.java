package rtk.apps.verify;

import java.util.ArrayList;
import java.util.List;
import rtk.apps.scenario.Scenario;
import rtk.apps.verify.Bound.Term;
import rtk.apps.verify.bound.Overheads;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;

/// What the cost profile of a scenario makes of the kernel's work for tasks.
final class KernelCosts {
    private final CostProfile costs;
    private final Overheads overheads;

    KernelCosts(Scenario scenario) {
        costs = scenario.boards().getFirst().costs();
        long entry = ns(CostItem.CALL_ENTRY) + ns(CostItem.CALL_SERVICE);
        long sync = ns(CostItem.CALL_ENTRY) + ns(CostItem.SYNC);
        long exit = ns(CostItem.CALL_EXIT);
        long change = Math.max(ns(CostItem.THREAD_SWITCH), ns(CostItem.PROCESS_SWITCH));
        long masked = Math.max(Math.max(entry, sync), Math.max(exit, change));
        if (!scenario.processes().isEmpty()) masked = Math.max(masked, ns(CostItem.CALL_ENTRY) + longestService());
        long calls = scenario.mutexes().size() + 2L * scenario.tasks().size() + 1;
        long tick = scenario.kernel().highResolution() ? 0 : scenario.kernel().tickNs();
        overheads = new Overheads(change, entry, exit, ns(CostItem.SYNC_UNCONTENDED) + sync + exit,
                ns(CostItem.INTERRUPT_ENTRY) + ns(CostItem.INTERRUPT_EXIT), ns(CostItem.TIMER_EXPIRY), masked,
                calls * (entry + exit) + (scenario.tasks().size() + 1L) * (change + entry), tick);
    }

    /// What programs may ask for besides.
    private long longestService() {
        long longest = 0;
        for (CostItem item : List.of(CostItem.MSG_SEND, CostItem.MSG_RECEIVE, CostItem.MSG_REPLY, CostItem.PULSE,
                CostItem.SIGNAL_DELIVERY)) {
            longest = Math.max(longest, ns(item));
        }
        return longest;
    }

    private long ns(CostItem item) { return costs.costNs(item); }

    Overheads overheads() { return overheads; }

    /// By name, those that are not 0.
    List<Term> terms() {
        var terms = new ArrayList<Term>();
        add(terms, "thread switch", overheads.switchNs());
        add(terms, "going to sleep", overheads.sleepNs());
        add(terms, "waking", overheads.wakeNs());
        add(terms, "locking or unlocking", overheads.lockNs());
        add(terms, "interrupt", overheads.interruptNs());
        add(terms, "timer expiry", overheads.expiryNs());
        add(terms, "interrupts off", overheads.maskedNs());
        add(terms, "start of the system", overheads.startNs());
        add(terms, "tick", overheads.tickNs());
        return terms;
    }

    private static void add(List<Term> terms, String name, long ns) {
        if (ns > 0) terms.add(new Term(name, ns));
    }
}
