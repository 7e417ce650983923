package rtk.kernel;

import rtk.kernel.api.SporadicParam;

/// The sporadic server of POSIX 2.8.4 (rules SS1 to SS10), which QNX describes too [D 23]: one capacity, one activation time, and
/// for each activation a replenishment of all that was executed since, one period after it.
///
/// Its known defects are kept, for they are the standard's (Stanovich, Baker, Wang, González Harbour, RTAS 2010):
/// an overrun is forgiven in the capacity and returned in full later, so that the budget grows; work done with budget that came
/// back in between returns on the old activation time, so that more than the budget can run within a period; work at low
/// priority has no bound.
final class PosixSporadic extends Sporadic {
    private final long budgetNs;
    private final long periodNs;
    /// Pending replenishments, a ring in order of their dates.
    private final long[] amountsNs;
    private final long[] datesNs;
    private int first;
    private int count;
    private long capacityNs;
    private long activationNs;
    private long executedNs;

    PosixSporadic(Kernel kernel, Tcb thread, SporadicParam param) {
        super(kernel, thread, param);
        budgetNs = param.budgetNs();
        periodNs = param.periodNs();
        amountsNs = new long[param.replenishmentsMax()];
        datesNs = new long[param.replenishmentsMax()];
        capacityNs = budgetNs;
        activationNs = nowNs();
    }

    @Override
    boolean hasBudget() { return capacityNs > 0 && count < datesNs.length; }

    @Override
    long usableNs() { return capacityNs; }

    @Override
    int pending() { return count; }

    @Override
    long replenishmentNs() { return datesNs[first]; }

    @Override
    long activationNs() { return activationNs; }

    @Override
    void activate() {
        activationNs = nowNs();
        executedNs = 0;
    }

    @Override
    void consume(long fromNs, long ns) {
        executedNs += ns;
        capacityNs = Math.max(0, capacityNs - ns);
    }

    /// One that is late already is done at once; one of nothing is none.
    @Override
    void schedule() {
        long amountNs = executedNs;
        executedNs = 0;
        if (amountNs == 0) return;
        long dateNs = activationNs + periodNs;
        if (dateNs < nowNs()) {
            add(amountNs);
            return;
        }
        assert count < datesNs.length;
        int last = (first + count++) % datesNs.length;
        amountsNs[last] = amountNs;
        datesNs[last] = dateNs;
    }

    @Override
    void replenish() {
        while (count > 0 && datesNs[first] <= nowNs()) {
            add(amountsNs[first]);
            first = (first + 1) % datesNs.length;
            count--;
        }
    }

    private void add(long amountNs) { capacityNs = Math.min(budgetNs, capacityNs + amountNs); }
}
