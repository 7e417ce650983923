package rtk.trace.analysis.blame;

import java.util.function.LongSupplier;

/// The latest changes of state of everything, in the order in which they happened: a ring of records of a few numbers each.
///
/// The records of one thing, such as a thread, are a chain: each names the one before. A record says what held *before* it, so
/// that the last one that is kept explains the time before itself too.
///
/// Records are kept from the instant on that somebody needs ([#History]), up to [#RECORDS_MAX].
final class History {
    /// No record.
    static final long NONE = -1;
    static final int RECORDS_MAX = 1 << 20;
    private static final int RECORDS_MIN = 1 << 13;

    // Fields.
    static final int TIME = 0;
    /// What the thing did until then: a [ThreadWord], [CoreWord] or [BusWord].
    static final int BEFORE = 1;
    /// The record before of the same thing.
    static final int PREVIOUS = 2;
    /// The last record, and the state, of the core of a thread, as of this instant.
    static final int CORE_AT = 3;
    static final int CORE_WORD = 4;
    /// Why: another record.
    static final int LINK = 5;
    /// Kind and numbers, see [Mark].
    static final int MARK = 6;
    /// When a timer was due.
    static final int DUE = 7;
    private static final int FIELDS_SHIFT = 3;

    private final LongSupplier neededSinceNs;
    private long[] fields = new long[RECORDS_MIN << FIELDS_SHIFT];
    private int capacity = RECORDS_MIN;
    private long next;
    /// The oldest record that is kept, and the time of the one before it.
    private long first;
    private long forgottenNs = Long.MIN_VALUE;

    /// @param neededSinceNs tells from when on records must be kept
    History(LongSupplier neededSinceNs) { this.neededSinceNs = neededSinceNs; }

    /// @return number of the record
    long append(long timeNs, long before, long previous, long coreAt, long coreWord, long link, long mark, long dueNs) {
        if ((next & ((capacity >> 2) - 1)) == 0 && next >= capacity) makeRoom();
        int at = slot(next);
        if (next - first == capacity) {
            forgottenNs = fields[at];
            first++;
        }
        fields[at] = timeNs;
        fields[at + BEFORE] = before;
        fields[at + PREVIOUS] = previous;
        fields[at + CORE_AT] = coreAt;
        fields[at + CORE_WORD] = coreWord;
        fields[at + LINK] = link;
        fields[at + MARK] = mark;
        fields[at + DUE] = dueNs;
        return next++;
    }

    boolean has(long record) { return record >= first; }

    long get(long record, int field) { return fields[slot(record) + field]; }

    /// When it happened, or at the latest if it is not kept any more; before all time if there is none.
    long timeNs(long record) { return record >= first ? fields[slot(record)] : record < 0 ? Long.MIN_VALUE : forgottenNs; }

    int capacity() { return capacity; }

    /// The next quarter is about to be overwritten: is it needed?
    private void makeRoom() {
        long lastOfQuarter = next - capacity + (capacity >> 2) - 1;
        if (capacity == RECORDS_MAX || neededSinceNs.getAsLong() > timeNs(lastOfQuarter)) return;
        var grown = new long[fields.length * 2];
        int mask = capacity * 2 - 1;
        for (long record = first; record < next; record++) {
            System.arraycopy(fields, slot(record), grown, (int) (record & mask) << FIELDS_SHIFT, 1 << FIELDS_SHIFT);
        }
        fields = grown;
        capacity *= 2;
    }

    private int slot(long record) { return (int) (record & (capacity - 1)) << FIELDS_SHIFT; }
}
