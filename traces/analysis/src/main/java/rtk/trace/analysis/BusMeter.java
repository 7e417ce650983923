package rtk.trace.analysis;

/// Measures the traffic of one bus: at most one frame at a time.
final class BusMeter {
    private static final int INTERMISSION_BITS = 3;
    private static final double NS_PER_S = 1e9;

    private final int number;
    private final String name;
    private final long bitrateHz;
    private long frames;
    private long busyNs;
    private double intermissionNs;
    private long startNs = -1;
    private long bits;

    BusMeter(int number, String name, long bitrateHz) {
        this.number = number;
        this.name = name;
        this.bitrateHz = bitrateHz;
    }

    int number() { return number; }

    String name() { return name; }

    void started(long timeNs, long frameBits) {
        startNs = timeNs;
        bits = frameBits;
    }

    void ended(long timeNs) {
        frames++;
        if (startNs < 0) return;
        long lengthNs = timeNs - startNs;
        busyNs += lengthNs;
        if (bitrateHz > 0) intermissionNs += INTERMISSION_BITS * NS_PER_S / bitrateHz;
        else if (bits > 0) intermissionNs += (double) INTERMISSION_BITS * lengthNs / bits;
        startNs = -1;
    }

    BusResult result(long durationNs) {
        double load = durationNs <= 0 ? 0 : Math.min(1, (busyNs + intermissionNs) / durationNs);
        return new BusResult(name, load, frames);
    }
}
