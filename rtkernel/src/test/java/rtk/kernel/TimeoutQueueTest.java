package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.board.sim.Ns;
import rtk.board.sim.SimRandom;

class TimeoutQueueTest {
    /// The slow model: a list in order of insertion, searched for the earliest.
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithASlowList(long seed) {
        var random = new SimRandom(seed, "timeouts");
        var queue = new TimeoutQueue();
        List<Timeout> model = new ArrayList<>();
        List<Timeout> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) all.add(new Timeout.Sleep(null));
        for (int step = 0; step < 20_000; step++) {
            Timeout timeout = all.get((int) random.between(0, all.size() - 1));
            switch ((int) random.between(0, 3)) {
                case 0, 1 -> {
                    model.remove(timeout);
                    model.add(timeout);
                    queue.set(timeout, random.between(0, 50));
                }
                case 2 -> {
                    model.remove(timeout);
                    if (timeout.isSet()) queue.cancel(timeout);
                }
                default -> {
                    Timeout first = earliest(model);
                    assertEquals(first == null ? Ns.NEVER : first.dueNs, queue.firstDueNs());
                    if (first != null) {
                        assertSame(first, queue.removeFirst());
                        model.remove(first);
                    }
                }
            }
            assertEquals(model.contains(timeout), timeout.isSet());
        }
    }

    private static Timeout earliest(List<Timeout> model) {
        Timeout first = null;
        for (Timeout timeout : model) {
            if (first == null || timeout.dueNs < first.dueNs) first = timeout;
        }
        return first;
    }
}
