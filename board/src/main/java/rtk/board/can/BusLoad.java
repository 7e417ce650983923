package rtk.board.can;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// How much of a bus a sequence of frames takes, exactly: bits of each frame with its stuff bits and intermission, for all frames and by
/// identifier. For a log ([#add]) or a bus ([#of]).
///
/// Memory grows with the number of identifiers, not of frames.
public final class BusLoad {
    /// More identifiers than this are counted together.
    public static final int IDENTIFIERS_MAX = 1 << 16;

    /// One identifier.
    ///
    /// @param id with bit 31 set if it has 29 bits; remote and CAN FD frames are counted with the others
    /// @param bits of all its frames, intermissions included
    /// @param firstNs its first frame
    /// @param lastNs its last frame
    /// @param shortestNs shortest time between two in a row, 0 if there is but one
    /// @param longestNs longest time between two in a row, 0 if there is but one
    public record Identifier(long id, long frames, long bits, long firstNs, long lastNs, long shortestNs, long longestNs) {
        /// Mean time between two frames, rounded to the nearest ns; 0 if there is but one.
        public long meanNs() { return frames < 2 ? 0 : (lastNs - firstNs + (frames - 1) / 2) / (frames - 1); }

        private Identifier with(long timeNs, int moreBits) {
            long gapNs = timeNs - lastNs;
            long shortest = frames == 1 ? gapNs : Math.min(shortestNs, gapNs);
            return new Identifier(id, frames + 1, bits + moreBits, firstNs, timeNs, shortest, Math.max(longestNs, gapNs));
        }
    }

    private final BitClock clock;
    private final TreeMap<Long, Identifier> identifiers = new TreeMap<>();
    private long frames;
    private long nominalBits;
    private long dataBits;
    private long stuffBits;
    private long beyondFrames; // of identifiers beyond the limit
    private long firstNs;
    private long lastNs;

    /// @param dataBitrateHz of CAN FD frames with bit-rate switch, 0 if there are none
    public BusLoad(long bitrateHz, long dataBitrateHz) { clock = new BitClock(bitrateHz, dataBitrateHz); }

    /// Counts every frame on `bus` from now on, when it becomes valid. Puts a node on the bus that only listens; `name` is the node's in the trace.
    public static BusLoad of(CanBus bus, String name) {
        var load = new BusLoad(bus.bitrateHz(), bus.dataBitrateHz());
        int number = bus.world().device(name, "can-monitor", bus.number());
        bus.attach(new CanNode() {
            @Override
            public int number() { return number; }

            @Override
            public Transmission offer() { return null; }

            @Override
            public void sent(Transmission transmission) { throw new IllegalStateException("a monitor sends nothing"); }

            @Override
            public boolean listens() { return true; }

            @Override
            public void received(CanFrame frame) { load.add(bus.world().nowNs(), frame); }
        }).setMode(CanPort.Mode.LISTEN_ONLY);
        return load;
    }

    /// A frame with its time, not before the one before.
    public void add(long timeNs, CanFrame frame) {
        if (frames++ == 0) firstNs = timeNs;
        lastNs = timeNs;
        var length = FrameBits.of(frame);
        int bits = length.bits() + CanBus.INTERMISSION_BITS;
        nominalBits += length.nominalBits() + CanBus.INTERMISSION_BITS;
        dataBits += length.dataBits();
        stuffBits += length.stuffBits();
        Long id = (frame.idWithFlags() & ~CanFrame.REMOTE_FLAG) & 0xffff_ffffL;
        Identifier known = identifiers.get(id);
        if (known != null) identifiers.put(id, known.with(timeNs, bits));
        else if (identifiers.size() < IDENTIFIERS_MAX) identifiers.put(id, new Identifier(id, 1, bits, timeNs, timeNs, 0, 0));
        else beyondFrames++;
    }

    public long frames() { return frames; }

    /// Of all frames, stuff bits and intermissions included.
    public long bits() { return nominalBits + dataBits; }

    /// Dynamic stuff bits of all frames.
    public long stuffBits() { return stuffBits; }

    /// From the first frame to the last.
    public long spanNs() { return lastNs - firstNs; }

    /// How long all frames and their intermissions take, rounded up to ns.
    public long busyNs() { return clock.lengthNs(nominalBits, dataBits); }

    /// Share of [#spanNs] that the frames take, in parts per million, rounded to the nearest; 0 without a span.
    public long ppm() { return share(busyNs()); }

    /// As [#ppm], if there were no dynamic stuff bits in classic frames.
    public long unstuffedPpm() { return share(clock.lengthNs(nominalBits - stuffBits, dataBits)); }

    private long share(long partNs) {
        long spanNs = spanNs();
        if (spanNs == 0) return 0;
        return (Math.multiplyExact(partNs, 1_000_000L) + spanNs / 2) / spanNs;
    }

    /// By identifier, standard ones first.
    public List<Identifier> identifiers() { return new ArrayList<>(identifiers.values()); }

    /// Frames of identifiers that came when [#IDENTIFIERS_MAX] others were known.
    public long beyondFrames() { return beyondFrames; }
}
