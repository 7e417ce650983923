package rtk.apps.verify.bound;

import java.util.List;

/// Response times for small numbers, with as little cleverness as possible: it asks of every instant whether the processor is done.
final class NaiveResponse {
    private NaiveResponse() {}

    /// The first instant at which the work asked for before it is done.
    private static long firstDone(long work, List<Load> loads, int index) {
        for (long t = 1;; t++) {
            long asked = work;
            for (Load load : loads) {
                if (load.priority() > loads.get(index).priority()) asked += releasesBefore(load, t) * load.wcetNs();
            }
            if (asked <= t) return t;
        }
    }

    /// Counts nominal instants −J, T − J, … that can be released before `t` if the first is released at 0.
    private static long releasesBefore(Load load, long t) {
        long count = 0;
        for (long nominal = -load.jitterNs(); nominal < t; nominal += load.periodNs()) count++;
        return count;
    }

    static long firstJobNs(List<Load> loads, int index) {
        Load own = loads.get(index);
        return own.jitterNs() + firstDone(own.blockingNs() + own.wcetNs(), loads, index);
    }

    /// All jobs until one is done before the next can be released. Priorities differ.
    static Response of(List<Load> loads, int index) {
        Load own = loads.get(index);
        long worst = 0;
        for (long q = 1;; q++) {
            long done = firstDone(own.blockingNs() + q * own.wcetNs(), loads, index);
            long nominal = -own.jitterNs() + (q - 1) * own.periodNs();
            worst = Math.max(worst, done - nominal);
            if (done <= nominal + own.periodNs()) return new Response(worst, done, q);
        }
    }

    /// With equal priorities and tails: asks of every instant of the busy period what a job released there would wait for.
    static Response withPeers(List<Load> loads, int index) {
        Load own = loads.get(index);
        long busy = 1;
        while (askedBefore(loads, index, busy) > busy) busy++;
        long worst = 0;
        for (long a = 0; a < busy; a++) {
            long work = own.blockingNs() + (a / own.periodNs() + 1) * own.wcetNs() - own.tailNs();
            for (int i = 0; i < loads.size(); i++) {
                boolean peer = i != index && loads.get(i).priority() == own.priority();
                if (peer) work += releasesBefore(loads.get(i), a + 1) * loads.get(i).wcetNs();
            }
            long begins = own.tailNs() == 0 ? firstDone(work, loads, index) : firstIdleAt(work, loads, index) + own.tailNs();
            worst = Math.max(worst, own.jitterNs() + begins - a);
        }
        return new Response(worst, busy, releasesBefore(own, busy));
    }

    private static long askedBefore(List<Load> loads, int index, long t) {
        long asked = loads.get(index).blockingNs();
        for (Load load : loads) {
            if (load.priority() >= loads.get(index).priority()) asked += releasesBefore(load, t) * load.wcetNs();
        }
        return asked;
    }

    /// The first instant at which `work` and all that is more urgent and released by then, that instant included, is done.
    private static long firstIdleAt(long work, List<Load> loads, int index) {
        for (long t = 0;; t++) {
            long asked = work;
            for (Load load : loads) {
                if (load.priority() > loads.get(index).priority()) asked += releasesBefore(load, t + 1) * load.wcetNs();
            }
            if (asked <= t) return t;
        }
    }

    /// A message among others, the smaller order first; a bit is one unit.
    static Response onBus(List<CanMessage> messages, int index) {
        CanMessage own = messages.get(index);
        long blocking = messages.stream().filter(m -> m.order() > own.order()).mapToLong(CanMessage::transmissionNs).max()
                .orElse(0);
        long busy = 1;
        while (queued(messages, own.order(), busy) + blocking > busy) busy++;
        long worst = 0;
        long instance = 0;
        for (long nominal = -own.jitterNs(); nominal < busy; nominal += own.periodNs()) {
            long before = blocking + instance++ * own.transmissionNs();
            long w = 0;
            // A frame that is queued a bit after the start still wins.
            while (before + queued(messages, own.order() - 1, w + 1) > w) w++;
            worst = Math.max(worst, w + own.transmissionNs() - nominal);
        }
        return new Response(worst, busy, instance);
    }

    private static long queued(List<CanMessage> messages, long order, long t) {
        long sum = 0;
        for (CanMessage message : messages) {
            if (message.order() > order) continue;
            for (long nominal = -message.jitterNs(); nominal < t; nominal += message.periodNs()) sum += message.transmissionNs();
        }
        return sum;
    }
}
