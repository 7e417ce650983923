package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;
import rtk.trace.EventKind;

/// Threads that do what a director tells them, one thing at a time: for scripts of who takes and gives what, in order. The director is
/// above all of them; after each word it gives them a millisecond, in which the thread gets as far as it can.
final class Cast {
    private static final int DIRECTOR_PRIORITY = 63;

    private final class Actor {
        final int tid;
        final int cue;
        Runnable part;
        String title;

        Actor(String name, int priority) {
            cue = k.semCreate(name, 0);
            tid = k.threadCreate(new ThreadAttr(name, priority, SchedPolicy.FIFO), () -> {
                for (;;) {
                    k.semWait(cue);
                    Runnable mine = part;
                    String of = title;
                    Errno errno = Sync.errnoOf(mine);
                    done.add(name + " " + of + (errno == Errno.EOK ? "" : " " + errno));
                }
            });
        }
    }

    final KernelCalls k;
    private final TreeMap<String, Actor> actors = new TreeMap<>();
    private final List<String> done = new ArrayList<>();
    /// Waits in circles of waits, as the trace reports them.
    int circles;

    private Cast(KernelCalls k) { this.k = k; }

    /// Plays `script` in a world of its own; after every step all priorities are what they have to be.
    static void play(Consumer<Cast> script) {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "cast", DIRECTOR_PRIORITY, k -> {
                var cast = new Cast(k);
                run.watch((timeNs, kind, a, b, c, d, e) -> {
                    if (kind == EventKind.MUTEX_DEADLOCK) cast.circles++;
                });
                script.accept(cast);
                run.say("end");
            });
            for (int ms = 0; ms < 5_000 && run.log.isEmpty(); ms++) {
                run.run(ms);
                EffectivePriority.check(run.kernel);
            }

            assertEquals(List.of(), run.kernel.failures());
            assertEquals(1, run.log.size());
        }
    }

    void add(String name, int priority) { actors.put(name, new Actor(name, priority)); }

    /// `name` does something: what it is called when it has finished.
    void tell(String name, String title, Runnable part) {
        Actor actor = actors.get(name);
        actor.part = part;
        actor.title = title;
        k.semPost(actor.cue);
        k.sleep(Ns.ms(1));
    }

    void lock(String name, int mutex) { tell(name, "lock", () -> k.mutexLock(mutex)); }

    void unlock(String name, int mutex) { tell(name, "unlock", () -> k.mutexUnlock(mutex)); }

    /// Locks until `ms` from now at most.
    void lock(String name, int mutex, long ms) {
        tell(name, "lock", () -> k.mutexTimedlock(mutex, k.nowNs() + Ns.ms(ms)));
    }

    void setPriority(String name, int priority) { k.setSchedPrio(actors.get(name).tid, priority); }

    int priority(String name) { return k.schedGet(actors.get(name).tid).curPriority(); }

    /// What has been finished since the last question, in order.
    List<String> done() {
        var now = List.copyOf(done);
        done.clear();
        return now;
    }

    void expect(String... finished) { assertEquals(List.of(finished), done()); }

    /// Effective priorities: `name 12`, `name 20` …
    void expectPriorities(String... expected) {
        var found = new ArrayList<String>();
        for (String one : expected) {
            String name = one.substring(0, one.indexOf(' '));
            found.add(name + " " + priority(name));
        }
        assertEquals(List.of(expected), found);
    }
}
