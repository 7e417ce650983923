package rtk.resmgr.ham;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.Signal;
import rtk.resmgr.Rule;
import rtk.resmgr.ham.Ham.Rearm;

/// Heartbeats (H4).
class HeartbeatTest {
    private static final int LOW = 1;
    private static final int HIGH = 2;

    /// A process commits to a beat every 5 s at 0 s, with those numbers of misses, and beats at the seconds given; what `ear` heard.
    private static List<String> heard(int low, int high, List<Integer> beatsS, long untilS, String... lowActions) {
        try (var run = new HamWorld()) {
            run.client(k -> {
                var ham = new Ham(k);
                ham.attachSelf("me", Ns.s(5), low, high);
                HamWorld.tells(ham, "me", When.of(ConditionType.HBEATMISSEDLOW), LOW);
                HamWorld.tells(ham, "me", When.of(ConditionType.HBEATMISSEDHIGH), HIGH);
                for (String action : lowActions) ham.action("me/c1", action, Rearm.YES, Action.parse(action));
                for (int second : beatsS) {
                    k.sleepUntil(Ns.s(second));
                    ham.heartbeat();
                }
                k.sleepUntil(Ns.s(untilS));
            }).run(untilS * 1_000 - 1);
            return run.log.stream().map(line -> Integer.parseInt(line.split(" ")[0]) / 1_000 + "s " + line.split(" ")[1])
                    .toList();
        }
    }

    @ParameterizedTest
    @Rule("H4")
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # The example of the documents: a beat at 2 s counts at 5 s, beats at 7 s and 8 s count once at 10 s; so 15 s is the first miss.
            2 7 8       | 1 | 9 | 15s 1
            # Were the two beats of the second interval two, there would be none missed at 15 s.
            2 7 8 12    | 1 | 9 | 20s 1
            # Just before and just after a look.
            4 6 14 16   | 1 | 9 | 25s 1
            # None at all: low at the first miss, high at the third.
            none        | 1 | 3 | 5s 1, 15s 2
            # Both at once.
            none        | 2 | 2 | 10s 1, 10s 2
            # Misses count in a row: one missed, one sent, one missed.
            7 17        | 2 | 3 | 30s 1, 35s 2
            """)
    void heartbeatsAreLookedAtOncePerInterval(String beats, int low, int high, String expected) {
        List<Integer> seconds = beats == null ? List.of() : List.of(beats.split(" ")).stream().map(Integer::parseInt).toList();

        var heard = heard(low, high, seconds, 39);

        assertEquals(expected, String.join(", ", heard));
    }

    @Test
    @Rule("H4")
    void afterMissesNothingIsToldAgainUntilTheEntityIsHealthy() {
        // Low at 5 s and never again, although it beats from 6 s to 11 s and then falls silent; high at 25 s, the second miss in a
        // row.
        assertEquals(List.of("5s 1", "25s 2"), heard(1, 2, List.of(6, 11), 60));
    }

    @Test
    @Rule("H4")
    void onceHealthyTheHeartbeatIsLookedAtAgain() {
        assertEquals(List.of("5s 1", "10s 1", "15s 1"), heard(1, 9, List.of(), 19, "heartbeat-healthy"));
    }

    @Test
    @Rule("H4")
    void aProcessThatHangsIsKilledAndRestartedByWhatItsConditionsSay() {
        try (var run = new HamWorld("watch driver", "condition driver hangs rearm heartbeat-high",
                "action driver/hangs kill rearm notify-signal driver SIGKILL", "condition driver dead rearm death",
                "action driver/dead again rearm restart driver")) {
            run.programs.put("driver", (k, args) -> {
                run.say("driver starts");
                var ham = new Ham(k);
                ham.attachSelf("driver", Ns.ms(2), 1, 3);
                for (;;) {
                    ham.heartbeat();
                    k.sleep(Ns.ms(1));
                }
            });
            run.world.start("driver", 10, run.programs.get("driver"));
            run.kill(11, "driver", Signal.SIGSTOP).run(30);

            // Stopped after its beat of 11 ms, which counts at 12 ms; misses at 14, 16 and 18 ms.
            assertEquals(List.of("0 driver starts", "18 driver starts"), run.log);
        }
    }

    @Test
    @Rule("H4")
    void whoCommittedToNoneMissesNone() {
        try (var run = new HamWorld()) {
            run.client(k -> {
                var ham = new Ham(k);
                ham.attachSelf("me", 0, 0, 0);
                HamWorld.tells(ham, "me", When.of(ConditionType.ANY), LOW);
                ham.heartbeat();
                k.sleepUntil(Ns.s(100));
            }).run(99_999);

            assertEquals(List.of(), run.log);
        }
    }
}
