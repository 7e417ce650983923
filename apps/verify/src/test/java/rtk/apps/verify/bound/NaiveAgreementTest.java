package rtk.apps.verify.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.apps.verify.generate.SeedStream;

/// Ten thousand random sets of small numbers against [NaiveResponse], and a quarter of that for what it is slow at.
///
/// `-Drtk.sets=N` for other numbers.
final class NaiveAgreementTest {
    private static final int SETS = Integer.getInteger("rtk.sets", 10_000);

    private static List<Load> loads(SeedStream random, boolean peers) {
        var loads = new ArrayList<Load>();
        int n = (int) random.between(1, 5);
        for (int i = 0; i < n; i++) {
            long period = random.between(2, 20);
            long wcet = random.between(1, Math.max(1, 2 * period / n));
            long jitter = random.chance(40) ? random.between(0, 2 * period) : 0;
            long blocking = random.chance(30) ? random.between(0, 8) : 0;
            long tail = peers && random.chance(30) ? random.between(1, wcet) : 0;
            int priority = peers ? (int) random.between(1, 3) : n - i;
            loads.add(new Load(priority, wcet, period, jitter, blocking, tail));
        }
        return loads;
    }

    /// So full that the naive search would take long, or not end.
    private static boolean isFull(List<Load> loads, int index) {
        long whole = 1;
        for (Load load : loads) whole *= load.periodNs();
        long used = 0;
        for (Load load : loads)
            if (load.priority() >= loads.get(index).priority()) used += whole / load.periodNs() * load.wcetNs();
        return 100 * used >= 85 * whole;
    }

    @Test
    void priorityByPriorityBothSayTheSame() {
        var random = new SeedStream(1);
        int bounded = 0;
        for (int set = 0; set < SETS; set++) {
            List<Load> loads = loads(random, false);
            for (int i = 0; i < loads.size(); i++) {
                if (isFull(loads, i)) continue;
                assertEquals(NaiveResponse.of(loads, i), new FixedPriority(loads).response(i), loads.toString());
                bounded++;
            }
        }
        assertTrue(bounded > SETS);
    }

    @Test
    void withEqualPrioritiesAndTailsBothSayTheSame() {
        var random = new SeedStream(2);
        int bounded = 0;
        for (int set = 0; set < SETS / 4; set++) {
            List<Load> loads = loads(random, true);
            for (int i = 0; i < loads.size(); i++) {
                if (isFull(loads, i)) continue;
                assertEquals(NaiveResponse.withPeers(loads, i), new FixedPriority(loads).response(i), loads.toString());
                bounded++;
            }
        }
        assertTrue(bounded > SETS / 4);
    }

    @Test
    void onABusBothSayTheSame() {
        var random = new SeedStream(3);
        int bounded = 0;
        for (int set = 0; set < SETS / 4; set++) {
            var messages = new ArrayList<CanMessage>();
            int n = (int) random.between(1, 5);
            for (int i = 0; i < n; i++) {
                long period = random.between(6, 40);
                messages.add(CanMessage.of(i, random.between(1, Math.max(1, 2 * period / n)), period,
                        random.chance(40) ? random.between(0, 2 * period) : 0));
            }
            List<Response> responses = new CanBusAnalysis(messages, 1, CanErrors.NONE).responses();
            for (int i = 0; i < n; i++) {
                int order = i;
                var level = messages.stream().map(m -> Load.of(m.order() <= order ? 2 : 1, m.transmissionNs(), m.periodNs()))
                        .toList();
                if (isFull(level, i)) continue;
                assertEquals(NaiveResponse.onBus(messages, i), responses.get(i), messages.toString());
                bounded++;
            }
        }
        assertTrue(bounded > SETS / 4);
    }

    @Test
    void aLevelThatIsJustFullEndsOnlyWithoutJitterAndBlocking() {
        List<Load> full = List.of(Load.of(3, 1, 4), Load.of(2, 2, 8), Load.of(1, 8, 16));

        assertEquals(new Response(16, 16, 1), new FixedPriority(full).response(2));
        assertEquals(Response.UNBOUNDED,
                new FixedPriority(List.of(full.get(0), full.get(1).jitterNs(1), full.get(2))).response(2));
        assertEquals(Response.UNBOUNDED,
                new FixedPriority(List.of(full.get(0), full.get(1), full.get(2).blockingNs(1))).response(2));
    }

    @Test
    void whatSixtyFourBitsDoNotHoldIsUnbounded() {
        long huge = Load.TIME_MAX;
        List<Load> loads = List.of(new Load(3, huge - 1, huge, 0, 0, 0), new Load(2, huge / 2, huge, huge, huge, 0),
                new Load(1, 1, huge, huge, huge, 0));

        assertEquals(huge - 1, new FixedPriority(loads).response(0).boundNs());
        assertEquals(Response.UNBOUNDED, new FixedPriority(loads).response(1));
        assertEquals(Response.UNBOUNDED, new FixedPriority(loads).response(2));
    }
}
