package rtk.kernel;

import rtk.kernel.api.SporadicParam;

/// A sporadic server without the defects of [PosixSporadic] at normal priority: the budget is a list of *chunks* (amount, date),
/// whose sum is always the whole budget. A chunk may be used from its date on; each piece used goes back into the list,
/// one period after its own use began. So whatever begins, no period holds more than the budget.
///
/// What was run beyond all that was usable (the kernel was busy, or looked only at the tick) is taken from the chunks to come: they
/// are delayed by a period from their own date. At most `replenishmentsMax` chunks are to come: a further piece joins the last
/// one, at the later date of the two: never early. What is usable is one chunk.
///
/// Execution at low priority stays unlimited. After the idea of the paper named there; the scheme is ours.
final class CorrectedSporadic extends Sporadic {
    private final long periodNs;
    private final int pendingMax;
    /// The chunks in order of their dates; `size` of them, and room for a piece that is being added.
    private final long[] amountsNs;
    private final long[] datesNs;
    private int size = 1;
    private long activationNs;

    CorrectedSporadic(Kernel kernel, Tcb thread, SporadicParam param) {
        super(kernel, thread, param);
        periodNs = param.periodNs();
        pendingMax = param.replenishmentsMax();
        amountsNs = new long[pendingMax + 2];
        datesNs = new long[pendingMax + 2];
        amountsNs[0] = param.budgetNs();
        activationNs = nowNs();
    }

    @Override
    boolean hasBudget() { return usableNs() > 0; }

    @Override
    long usableNs() {
        long usableNs = 0;
        for (int i = 0; i < size && datesNs[i] <= nowNs(); i++) usableNs += amountsNs[i];
        return usableNs;
    }

    @Override
    int pending() { return size - usableCount(nowNs()); }

    @Override
    long replenishmentNs() { return datesNs[usableCount(nowNs())]; }

    @Override
    long activationNs() { return activationNs; }

    @Override
    void activate() { activationNs = nowNs(); }

    @Override
    void consume(long fromNs, long ns) {
        joinUsable(fromNs);
        long leftNs = ns;
        while (leftNs > 0) {
            long amountNs = Math.min(leftNs, amountsNs[0]);
            long beganNs = Math.max(datesNs[0], fromNs + ns - leftNs);
            takeFirst(amountNs);
            add(amountNs, beganNs + periodNs);
            leftNs -= amountNs;
        }
    }

    /// Pieces went back as they were used.
    @Override
    void schedule() {}

    /// A chunk is usable when its date has come.
    @Override
    void replenish() { joinUsable(nowNs()); }

    private void joinUsable(long atNs) {
        for (int usable = usableCount(atNs); usable > 1; usable--) {
            amountsNs[1] += amountsNs[0];
            takeFirst(amountsNs[0]);
        }
    }

    private int usableCount(long atNs) {
        int usable = 0;
        while (usable < size && datesNs[usable] <= atNs) usable++;
        return usable;
    }

    private void takeFirst(long amountNs) {
        amountsNs[0] -= amountNs;
        if (amountsNs[0] > 0) return;
        size--;
        System.arraycopy(amountsNs, 1, amountsNs, 0, size);
        System.arraycopy(datesNs, 1, datesNs, 0, size);
    }

    private void add(long amountNs, long dateNs) {
        int at = size;
        while (at > 0 && datesNs[at - 1] > dateNs) at--;
        System.arraycopy(amountsNs, at, amountsNs, at + 1, size - at);
        System.arraycopy(datesNs, at, datesNs, at + 1, size - at);
        amountsNs[at] = amountNs;
        datesNs[at] = dateNs;
        size++;
        if (size < amountsNs.length && pending() <= pendingMax) return;
        size--;
        amountsNs[size - 1] += amountsNs[size];
        datesNs[size - 1] = datesNs[size];
    }
}
