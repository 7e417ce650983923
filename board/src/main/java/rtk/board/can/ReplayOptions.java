package rtk.board.can;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How a log is replayed.
///
/// @param interfaceName only frames of this interface of the log; null for all
/// @param delayNs from the start of the replay to its first frame
/// @param speedPermille thousandths of the original speed: 2,000 plays it in half the time
/// @param rounds how often it is played; 0 for ever
/// @param identifiers what becomes of identifiers: another one of the same format, or -1 for left out; those not named stay
public record ReplayOptions(String interfaceName, long delayNs, int speedPermille, int rounds,
        SortedMap<Integer, Integer> identifiers) {
    /// All of it, once, as it was.
    public static final ReplayOptions DEFAULT = new ReplayOptions(null, 0, 1000, 1, new TreeMap<>());
    private static final int PERMILLE = 1000;

    public ReplayOptions {
        if (delayNs < 0 || speedPermille < 1 || rounds < 0)
            throw new IllegalArgumentException("delay " + delayNs + ", speed " + speedPermille + ", rounds " + rounds);
        identifiers = new TreeMap<>(identifiers);
    }

    public ReplayOptions interfaceName(String name) {
        return new ReplayOptions(name, delayNs, speedPermille, rounds, identifiers);
    }

    public ReplayOptions delayNs(long ns) { return new ReplayOptions(interfaceName, ns, speedPermille, rounds, identifiers); }

    public ReplayOptions speedPermille(int permille) {
        return new ReplayOptions(interfaceName, delayNs, permille, rounds, identifiers);
    }

    public ReplayOptions rounds(int times) {
        return new ReplayOptions(interfaceName, delayNs, speedPermille, times, identifiers);
    }

    public ReplayOptions identifiers(Map<Integer, Integer> changes) {
        return new ReplayOptions(interfaceName, delayNs, speedPermille, rounds, new TreeMap<>(changes));
    }

    /// When what was at `timeNs` of the log is now.
    long scaledNs(long timeNs) {
        if (speedPermille == PERMILLE) return timeNs;
        return timeNs / speedPermille * PERMILLE + timeNs % speedPermille * PERMILLE / speedPermille;
    }

    /// @return null if the frame is left out
    CanFrame changed(CanFrame frame) {
        if (identifiers.isEmpty()) return frame;
        Integer other = identifiers.get(frame.identifier());
        if (other == null) return frame;
        return other < 0 ? null : frame.withIdentifier(other);
    }
}
