package rtk.apps.infotainment.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.apps.infotainment.Bench;
import rtk.board.serial.DialogueScript;
import rtk.board.serial.SerialDialogue;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.resmgr.Posix;
import rtk.resmgr.dev.SerialManager;
import rtk.resmgr.ipc.PpsManager;

class PhoneTest {
    private static final long IDLE = Call.State.IDLE.ordinal();
    private static final long INCOMING = Call.State.INCOMING.ordinal();
    private static final long DIALLING = Call.State.DIALLING.ordinal();
    private static final long ALERTING = Call.State.ALERTING.ordinal();
    private static final long ACTIVE = Call.State.ACTIVE.ordinal();
    /// A modem that says OK to everything but what it has something to say about.
    private static final String MODEM = """
            else
            < OK
            > ATE0
            = ATE0\\r\\r\\nOK\\r\\n
            > AT+CREG?
            < +CREG: 1,1
            < OK
            > AT+CSQ
            < +CSQ: 20,99
            < OK
            """;

    private final List<String> heard = new ArrayList<>();

    /// A bench with publish/subscribe, a line, its modem, and a phone.
    private void start(Bench bench, String script, String... args) {
        bench.spawn("pps", new PpsManager(), 15);
        var uart = bench.line("ser2");
        try (var in = new ByteArrayInputStream(script.getBytes(StandardCharsets.US_ASCII))) {
            new SerialDialogue(bench.world(), uart, DialogueScript.read("modem.at", in)).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bench.spawn("listener", (k, none) -> {
            listen(k);
            return 0;
        }, 9);
        bench.spawn("phone", new Phone(), 12, args);
    }

    private void listen(KernelCalls k) {
        var posix = new Posix(k);
        int fd = posix.openWhenThere("/pps/phone/call?delta,wait", Posix.O_RDONLY, Ns.s(2));
        var buffer = new byte[1_000];
        for (;;) heard.add(new String(buffer, 0, posix.read(fd, buffer), StandardCharsets.US_ASCII).replace('\n', ' ').strip());
    }

    private static void assertSoonAfter(long dueNs, long timeNs) {
        assertTrue(timeNs >= dueNs && timeNs <= dueNs + Ns.ms(10), timeNs + " ns, not soon after " + dueNs);
    }

    @Test
    void aCallComesIsAnsweredAndEnds() {
        try (var bench = new Bench()) {
            start(bench, MODEM + """
                    at 1s < RING
                    at 1010ms < +CLIP: "+41441234567",145
                    at 4s < RING
                    at 9s < NO CARRIER
                    """, "--answer-after", "2s");

            assertTrue(bench.kernel().run(Ns.s(10)));

            assertEquals(List.of(), bench.kernel().failures());
            assertEquals(List.of(INCOMING, ACTIVE, IDLE), bench.values("call-state"));
            // The bytes take their time, and the modem its answer.
            assertSoonAfter(Ns.s(3), bench.traced("call-state").get(1).timeNs());
            assertEquals(List.of(-73L, -73L), bench.values("phone-signal"));
            assertTrue(heard.contains("@phone/call state::active direction::in number::+41441234567"), heard::toString);
            assertEquals("@phone/call state::idle direction::in number::", heard.getLast());
        }
    }

    @Test
    void aCallThatIsNotAnsweredIsGoneWhenItRingsNoMore() {
        try (var bench = new Bench()) {
            start(bench, MODEM + "at 1s < RING\nat 4s < RING\n");

            assertTrue(bench.kernel().run(Ns.s(12)));

            assertEquals(List.of(INCOMING, IDLE), bench.values("call-state"));
            assertSoonAfter(Ns.s(10), bench.traced("call-state").getLast().timeNs());
        }
    }

    @Test
    void aDialledCallIsFollowedByTheListOfCalls() {
        try (var bench = new Bench()) {
            start(bench, MODEM + """
                    > AT+CLCC
                    < OK
                    > AT+CLCC
                    < +CLCC: 1,0,3,0,0,"123",129
                    < OK
                    > AT+CLCC
                    < +CLCC: 1,0,0,0,0,"123",129
                    < OK
                    """, "--dial", "123");
            bench.spawn("driver", (k, args) -> {
                var phone = new PhoneClient(k);
                k.sleep(Ns.s(4));
                heard.add(phone.state() + " " + phone.dial("4") + " " + phone.answer() + " " + phone.hangUp());
                return 0;
            }, 8);

            assertTrue(bench.kernel().run(Ns.s(5)));

            assertEquals(List.of(), bench.kernel().failures());
            assertEquals(List.of(DIALLING, ALERTING, ACTIVE, IDLE), bench.values("call-state"));
            assertTrue(heard.contains("ACTIVE false false true"), heard::toString);
        }
    }

    @Test
    void aDriverThatDiesAmidACallDoesNotEndIt() {
        try (var bench = new Bench()) {
            start(bench, MODEM + """
                    > AT+CLCC
                    < OK
                    > AT+CLCC
                    < +CLCC: 1,1,0,0,0,"+41441234567",145
                    < OK
                    at 1s < RING
                    """, "--answer-after", "1s");
            bench.killAt(Ns.s(4), "devc-ser2");
            assertTrue(bench.kernel().run(Ns.ms(4_100)));
            bench.spawn("devc-ser2", new SerialManager(), 20, "ser2");

            assertTrue(bench.kernel().run(Ns.s(6)));

            assertEquals(List.of(INCOMING, ACTIVE), bench.values("call-state"));
            assertEquals(List.of(1L), bench.values("modem-lost"));
            assertEquals(4_000, bench.traced("modem-lost").getFirst().timeNs() / 1_000_000);
            // 100 ms without a driver, 50 ms of silence, and some 150 characters at 115200 baud each way.
            long outageUs = bench.values("modem-found").getFirst();
            assertTrue(outageUs > 150_000 && outageUs < 200_000, outageUs + " us");
            assertEquals(1, bench.values("call-kept").size());
        }
    }

    @Test
    void anAnswerFromBeforeTheDriverDiedIsNotTakenForAnother() {
        for (long atNs = Ns.s(5); atNs < Ns.ms(5_030); atNs += Ns.ms(3)) {
            try (var bench = new Bench()) {
                start(bench, MODEM.replace("> AT+CSQ\n", "> AT+CSQ\nwait 30ms\n") + """
                        > AT+CLCC
                        < OK
                        > AT+CLCC
                        < +CLCC: 1,1,0,0,0,"+41441234567",145
                        < OK
                        at 1s < RING
                        """, "--answer-after", "1s");
                bench.killAt(atNs, "devc-ser2");
                assertTrue(bench.kernel().run(atNs + Ns.us(10)));
                bench.spawn("devc-ser2", new SerialManager(), 20, "ser2");

                assertTrue(bench.kernel().run(Ns.s(6)));

                assertEquals(List.of(INCOMING, ACTIVE), bench.values("call-state"), "killed at " + atNs);
            }
        }
    }

    @Test
    void aModemThatSaysNothingIsBegunWithAnew() {
        try (var bench = new Bench()) {
            start(bench, """
                    > ATE0
                    > ATE0
                    < OK
                    > AT+CMEE=1
                    > AT+CMEE=1
                    < OK
                    > AT+CLIP=1
                    > AT+CLIP=1
                    < OK
                    > AT+CREG=1
                    < OK
                    > AT+CNMI=2,1,0,0,0
                    < OK
                    > AT+CREG?
                    < +CREG: 1,0
                    < OK
                    > AT+CLCC
                    < OK
                    > AT+CSQ
                    < +CSQ: 99,99
                    < OK
                    at 8s < +CMTI: "SM",1
                    """);

            assertTrue(bench.kernel().run(Ns.s(9)));

            assertEquals(List.of(), bench.kernel().failures());
            assertEquals(List.of(0L), bench.values("phone-signal"));
            assertEquals(List.of(1L), bench.values("phone-message"));
            assertEquals(List.of(), bench.values("modem-lost"));
        }
    }

    @Test
    void wrongArgumentsAreSaidInOneSentence() {
        try (var bench = new Bench()) {
            bench.spawn("phone", new Phone(), 12, "--dial", "mother");
            bench.spawn("other", new Phone(), 12, "--answer-after", "2");

            bench.kernel().run(Ns.ms(10));

            String all = bench.kernel().failures().toString();
            assertTrue(all.contains("phone: --dial: found mother, expected a number such as +41441234567"), all);
            assertTrue(all.contains("other: --answer-after: found 2, expected a duration such as 20ms"), all);
        }
    }
}
