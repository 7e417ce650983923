package rtk.board.can;

/// The acceptance filters of a controller: a frame passes that agrees with one of them in all bits of its mask.
final class AcceptanceFilters {
    private final int[] match;
    private final int[] mask;
    private int enabled; // bit per filter

    /// @param count at most 16
    AcceptanceFilters(int count) {
        match = new int[count];
        mask = new int[count];
    }

    int count() { return match.length; }

    int enabled() { return enabled; }

    void enable(int bits) { enabled = bits & ((1 << match.length) - 1); }

    int match(int filter) { return match[filter]; }

    int mask(int filter) { return mask[filter]; }

    void setMatch(int filter, int value) { match[filter] = value; }

    void setMask(int filter, int value) { mask[filter] = value; }

    /// @param id with flags, as [CanFrame#idWithFlags]
    boolean accepts(int id) {
        if (enabled == 0) return true;
        for (int rest = enabled; rest != 0; rest &= rest - 1) {
            int filter = Integer.numberOfTrailingZeros(rest);
            if (((id ^ match[filter]) & mask[filter]) == 0) return true;
        }
        return false;
    }
}
