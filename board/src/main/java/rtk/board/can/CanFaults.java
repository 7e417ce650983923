package rtk.board.can;

import java.util.ArrayList;
import java.util.List;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.board.sim.SimRandom;
import rtk.board.sim.World;

/// What goes wrong on one bus, at set times or by chance. Got from [CanBus#faults]; nothing goes wrong on a bus whose faults nobody asked for.
///
/// A fault acts on whole bits: on each that passes, in part or whole, while the fault lasts. What follows from it (error frames, counters,
/// repetition, bus-off) is the bus's business. Faults may be added before and during a run, for the present instant or later.
///
/// Chance comes from the run's seed, stream `can-faults/` and the name of the bus: one number for each attempt to send a frame while bit errors by chance are
/// on, whatever else happens.
public final class CanFaults {
    /// More faults than this cannot wait on one bus.
    public static final int FAULTS_MAX = 100_000;
    /// Fewer bits than this from one error by chance to the next, and hardly a frame would pass.
    public static final int ONE_IN_BITS_MIN = 200;
    static final int NONE = -1;

    /// What a shorted wire reads.
    public enum Level {
        DOMINANT, RECESSIVE
    }

    /// When a fault lasts: from an instant to before another.
    ///
    /// @param fromNs from 0, not past
    /// @param untilNs more than `fromNs`; [Ns#NEVER] for ever
    public record Window(long fromNs, long untilNs) {
        public Window {
            if (fromNs < 0 || untilNs <= fromNs)
                throw new IllegalArgumentException(
                        "a fault lasts from an instant to a later one, not " + fromNs + " to " + untilNs + " ns");
        }

        boolean meets(long startNs, long endNs) { return fromNs < endNs && startNs < untilNs; }
    }

    private record Stuck(Level level, Window window) {}

    /// One bit inverted, for `reader` or, if null, for all.
    private record Flip(long timeNs, CanPort reader) {}

    private record FrameFlip(long frame, int bit) {}

    private record Chance(int oneInBits, Window window) {}

    private final CanBus bus;
    private final World world;
    private final SimRandom random;
    private final List<Stuck> stuck = new ArrayList<>();
    private final List<Flip> flips = new ArrayList<>();
    private final List<FrameFlip> frameFlips = new ArrayList<>();
    private final List<Chance> chances = new ArrayList<>();
    private long drawnFor; // attempt
    private int drawnBit = NONE; // of it

    CanFaults(CanBus bus) {
        this.bus = bus;
        world = bus.world();
        random = world.random("can-faults/" + bus.name());
    }

    /// Inverts the bit that passes at `timeNs`, for all nodes; on an idle bus that is a dominant bit out of nothing.
    public void bitErrorAt(long timeNs) { flip(new Flip(timeNs, null)); }

    /// Inverts the bit that passes at `timeNs` on its way into the node at `reader` only.
    public void bitErrorAt(long timeNs, CanPort reader) { flip(new Flip(timeNs, reader)); }

    /// Inverts a bit of the `frame`-th attempt to send a frame on this bus, for all nodes.
    ///
    /// @param frame from 1; those before the present one never come
    /// @param bit from 0 for SOF, stuff bits included; nothing happens if the frame has no such bit
    public void bitErrorInFrame(long frame, int bit) {
        if (frame < 1 || bit < 0)
            throw new IllegalArgumentException("frames count from 1 and bits from 0, not " + frame + " and " + bit);
        check(frameFlips.size());
        frameFlips.add(new FrameFlip(frame, bit));
    }

    /// Inverts bits of frames by chance, at most one in each attempt to send.
    ///
    /// @param oneInBits bits of frames per error on average, at least [#ONE_IN_BITS_MIN]
    public void bitErrors(int oneInBits, Window window) {
        if (oneInBits < ONE_IN_BITS_MIN)
            throw new IllegalArgumentException("at most one bit in " + ONE_IN_BITS_MIN + " is wrong, not one in " + oneInBits);
        check(chances.size());
        chances.add(new Chance(oneInBits, window));
    }

    /// The wire has one level, whatever the nodes drive: a short circuit to the one or the other supply.
    public void stuck(Level level, Window window) {
        check(stuck.size());
        stuck.add(new Stuck(level, window));
        at(window.fromNs(), () -> bus.lookCloser(null));
    }

    /// The node at `port` is off the wire: it reads what it sends itself, and the others hear nothing of it.
    public void disconnect(CanPort port, Window window) {
        at(window.fromNs(), () -> port.setConnected(false));
        if (window.untilNs() != Ns.NEVER) at(window.untilNs(), () -> port.setConnected(true));
    }

    /// Another node sends `frame` again and again, as fast as arbitration lets it.
    ///
    /// @param name of the node in the trace
    public void babble(String name, CanFrame frame, Window window) {
        var node = new BabblingNode(bus, name, frame, window.untilNs());
        at(window.fromNs(), node::start);
    }

    private void flip(Flip flip) {
        check(flips.size());
        flips.add(flip);
        at(flip.timeNs(), () -> bus.lookCloser(null));
    }

    private static void check(int count) {
        if (count == FAULTS_MAX) throw new IllegalStateException("more than " + FAULTS_MAX + " faults on one bus");
    }

    private void at(long timeNs, Runnable begin) { world.engine().at(SimEvent.of(Rank.DEVICE, begin), timeNs); }

    /// Will a fault touch attempt `frame`, which passes within the given time?
    boolean touches(long frame, long startNs, long endNs, int bits) {
        for (Stuck each : stuck) {
            if (each.window.meets(startNs, endNs)) return true;
        }
        for (Flip each : flips) {
            if (each.timeNs >= startNs && each.timeNs < endNs) return true;
        }
        return bitOf(frame, bits) != NONE;
    }

    /// The bit of attempt `frame`, of `bits` bits, that is inverted, or [#NONE]. The next attempt is asked for before or when it begins.
    int bitOf(long frame, int bits) {
        for (FrameFlip each : frameFlips) {
            if (each.frame == frame) return each.bit < bits ? each.bit : NONE;
        }
        if (frame != drawnFor) {
            drawnFor = frame;
            drawnBit = NONE;
            for (Chance each : chances) {
                if (!each.window.meets(world.nowNs(), world.nowNs() + 1)) continue;
                int bit = (int) random.between(0, each.oneInBits - 1);
                if (bit < bits) drawnBit = bit;
            }
        }
        return drawnBit;
    }

    /// Is something wrong with a wire that is idle at `nowNs`?
    boolean isStuck(long nowNs) {
        for (Stuck each : stuck) {
            if (each.level == Level.DOMINANT && each.window.meets(nowNs, nowNs + 1)) return true;
        }
        for (Flip each : flips) {
            if (each.timeNs == nowNs) return true;
        }
        return false;
    }

    /// What becomes of a bit on the wire.
    int onWire(int level, long startNs, long endNs) {
        int result = level;
        for (Stuck each : stuck) {
            if (each.window.meets(startNs, endNs)) result = each.level == Level.DOMINANT ? 0 : 1;
        }
        return isInverted(null, startNs, endNs) ? 1 - result : result;
    }

    /// What becomes of a bit on its way into `port`.
    int seenBy(CanPort port, int level, long startNs, long endNs) {
        return isInverted(port, startNs, endNs) ? 1 - level : level;
    }

    private boolean isInverted(CanPort reader, long startNs, long endNs) {
        boolean inverted = false;
        for (Flip each : flips) inverted |= each.reader == reader && each.timeNs >= startNs && each.timeNs < endNs;
        return inverted;
    }

    /// A bit has passed that ended at `endNs`: forgets what is over.
    void passed(long endNs) {
        flips.removeIf(each -> each.timeNs < endNs);
        stuck.removeIf(each -> each.window.untilNs <= endNs);
    }
}
