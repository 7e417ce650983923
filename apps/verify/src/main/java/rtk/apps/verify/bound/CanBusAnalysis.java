package rtk.apps.verify.bound;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Response times of the messages on a CAN bus: fixed priorities without preemption.
///
/// The priority-*m* busy period is the least t with
///
///     t = E(t) + B + Σ ⌈(t + J) / T⌉ C            over m and all that win against it
///
/// and instance *q* (from 0) in it wins the bus after the least w with
///
///     w = E(w + C) + B + q C + Σ ⌈(w + J + τ) / T⌉ C   over all that win against it
///
/// so that it is done w + C after the busy period began, w + C − (q T − J) after its nominal queueing. B is the longest frame that loses
/// against it, τ a bit time: a frame queued within the first bit of another still wins. All instances of the busy period count.
///
/// **Errors**: E(t) is what bit errors cost in t: for each the longest error frame and the frame sent again, the longest of m and those that
/// win against it ([CanErrors]).
///
/// **FIFO buffers**: a message in one competes by the least urgent identifier that may wait in front of it. Each message of a
/// FIFO gets the analysis of the least urgent one in it, beside the traffic of all other nodes that wins against that, and the rest of its
/// FIFO; safe for any order within.
///
/// Sources: Davis, Burns, Bril, Lukkien, Real-Time Systems 35, 2007, equations (8) to (15) (the revised, exact analysis);
/// Tindell, Burns, Wellings, "Calculating controller area network (CAN) message response times", Control Engineering Practice 3,
/// 1995, section 4 (errors); Davis, Kollmann, Pollex, Slomka, "Schedulability analysis for Controller Area Network (CAN) with FIFO
/// queues, priority queues and gateways", Real-Time Systems 49, 2013, section 4, with the FIFO's messages counted by their own
/// arrivals.
public final class CanBusAnalysis {
    /// Rounds of the fixed point over FIFOs.
    public static final int ROUNDS_MAX = 1000;
    private static final long LIMIT_NS = 1L << 61;

    private final List<CanMessage> messages;
    private final long bitNs;
    private final CanErrors errors;

    /// @param bitNs nominal bit time, rounded up
    public CanBusAnalysis(List<CanMessage> messages, long bitNs, CanErrors errors) {
        this.messages = List.copyOf(messages);
        this.bitNs = bitNs;
        this.errors = errors;
    }

    /// The worst case of each message, in their order. Jobs are instances in the busy period.
    ///
    /// What waits in a FIFO reaches arbitration late, so that its delay there is jitter for the others; the responses are a fixed point.
    public List<Response> responses() {
        var waits = new long[messages.size()];
        for (int round = 0; round < ROUNDS_MAX; round++) {
            var responses = new ArrayList<Response>(messages.size());
            boolean settled = true;
            for (int i = 0; i < messages.size(); i++) {
                CanMessage own = messages.get(i);
                Response response = response(i, waits);
                responses.add(response);
                if (own.sender() == CanMessage.OWN_BUFFER) continue;
                if (!response.isBounded() || response.boundNs() > Load.TIME_MAX) return unbounded();
                long waitNs = response.boundNs() - own.transmissionNs() - own.jitterNs();
                settled &= waitNs == waits[i];
                waits[i] = waitNs;
            }
            if (settled) return responses;
        }
        return unbounded();
    }

    private List<Response> unbounded() { return Collections.nCopies(messages.size(), Response.UNBOUNDED); }

    /// @param waits of each message in its FIFO
    private Response response(int index, long[] waits) {
        CanMessage own = messages.get(index);
        long order = own.order();
        for (CanMessage other : messages) {
            if (inFifoOf(own, other)) order = Math.max(order, other.order());
        }
        var winners = new ArrayList<CanMessage>();
        long blockingNs = 0;
        for (int i = 0; i < messages.size(); i++) {
            CanMessage other = messages.get(i);
            if (i == index) continue;
            if (inFifoOf(own, other)) winners.add(other);
            else if (other.order() < order) winners.add(other.jitterNs(other.jitterNs() + waits[i]));
            else blockingNs = Math.max(blockingNs, other.transmissionNs());
        }
        if (!ends(own, winners, blockingNs)) return Response.UNBOUNDED;
        return new Level(own, winners, blockingNs).response();
    }

    private static boolean inFifoOf(CanMessage own, CanMessage other) {
        return own.sender() != CanMessage.OWN_BUFFER && other.sender() == own.sender();
    }

    /// Errors take time of their own: as a load with their longest cost at their least distance.
    private boolean ends(CanMessage own, List<CanMessage> winners, long blockingNs) {
        var all = new ArrayList<Load>();
        long longestNs = own.transmissionNs();
        long jitterNs = own.jitterNs();
        all.add(Load.of(0, own.transmissionNs(), own.periodNs()));
        for (CanMessage winner : winners) {
            all.add(Load.of(0, winner.transmissionNs(), winner.periodNs()));
            longestNs = Math.max(longestNs, winner.transmissionNs());
            jitterNs = Math.max(jitterNs, winner.jitterNs());
        }
        if (errors.gapNs() > 0) all.add(Load.of(0, errors.frameNs() + longestNs, errors.gapNs()));
        int full = Utilisation.comparedToOne(all);
        return full < 0 || (full == 0 && jitterNs == 0 && blockingNs == 0 && errors.isNone());
    }

    private final class Level {
        private final CanMessage own;
        private final List<CanMessage> winners;
        private final long blockingNs;
        private final long longestNs;
        private int steps;
        private boolean endless;

        Level(CanMessage own, List<CanMessage> winners, long blockingNs) {
            this.own = own;
            this.winners = winners;
            this.blockingNs = blockingNs;
            longestNs = Math.max(own.transmissionNs(), winners.stream().mapToLong(CanMessage::transmissionNs).max().orElse(0));
        }

        Response response() {
            long busyNs = busyPeriod();
            long instances = own.transmissionsWithin(busyNs);
            long worst = 0;
            long w = 0;
            for (long q = 0; q < instances && !endless; q++) {
                w = wins(blockingNs + q * own.transmissionNs(), w);
                worst = Math.max(worst, own.jitterNs() + w - q * own.periodNs() + own.transmissionNs());
                step();
            }
            return endless ? Response.UNBOUNDED : new Response(worst, busyNs, instances);
        }

        private long busyPeriod() {
            long t = own.transmissionNs();
            while (!endless) {
                long sum = blockingNs + errors.costNs(t, longestNs) + own.transmissionsWithin(t) * own.transmissionNs();
                for (CanMessage winner : winners) sum = plus(sum, winner.transmissionsWithin(t) * winner.transmissionNs());
                if (sum <= t) return t;
                t = sum;
                step();
            }
            return 0;
        }

        /// When the instance wins the bus that has `workNs` of blocking and earlier instances before it.
        private long wins(long workNs, long fromNs) {
            long w = Math.max(workNs, fromNs);
            while (!endless) {
                long sum = workNs + errors.costNs(w + own.transmissionNs(), longestNs);
                for (CanMessage winner : winners) {
                    sum = plus(sum, winner.transmissionsWithin(w + bitNs) * winner.transmissionNs());
                }
                if (sum <= w) return w;
                w = sum;
                step();
            }
            return 0;
        }

        private long plus(long sum, long more) {
            if (sum <= LIMIT_NS) return sum + more;
            endless = true;
            return sum;
        }

        private void step() {
            if (++steps > FixedPriority.STEPS_MAX) endless = true;
        }
    }
}
