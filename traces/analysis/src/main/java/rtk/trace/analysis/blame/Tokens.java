package rtk.trace.analysis.blame;

/// What is on its way, by number: a message, a pulse, a frame, and the record of its start. Numbers grow; the latest are kept, so that
/// what never arrives does not add up.
final class Tokens {
    private static final int KEPT = 1 << 13;

    private final long[] numbers = new long[KEPT];
    private final long[] records = new long[KEPT];

    void put(long number, long record) {
        int slot = (int) number & (KEPT - 1);
        numbers[slot] = number;
        records[slot] = record;
    }

    /// @return [History#NONE] if it is not known, or any more
    long get(long number) {
        int slot = (int) number & (KEPT - 1);
        return numbers[slot] == number && number != 0 ? records[slot] : History.NONE;
    }
}
