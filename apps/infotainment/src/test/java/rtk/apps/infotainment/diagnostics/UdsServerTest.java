package rtk.apps.infotainment.diagnostics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.board.sim.Ns;

class UdsServerTest {
    /// A flash that does what it is told when a test says so.
    private static final class Bench implements Programmer {
        private final List<String> calls = new ArrayList<>();
        private byte[] image = {};
        private Progress progress = Progress.DONE;

        private boolean note(String call) {
            calls.add(call);
            return progress != Progress.BUSY;
        }

        @Override
        public boolean erase(int version, int length, byte[] sha256) {
            image = new byte[length];
            return note("erase " + version + " " + length + " " + HexFormat.of().formatHex(sha256, 0, 2));
        }

        @Override
        public boolean write(int offset, byte[] bytes) {
            System.arraycopy(bytes, 0, image, offset, bytes.length);
            return note("write " + offset + " " + bytes.length);
        }

        @Override
        public boolean check() { return note("check"); }

        @Override
        public boolean activate() { return note("activate"); }

        @Override
        public boolean confirm() { return note("confirm"); }

        @Override
        public boolean restart() { return note("restart"); }

        @Override
        public Progress progress() { return progress; }

        @Override
        public int version() { return 7; }
    }

    private final ShownVehicle car = new ShownVehicle();
    private final TroubleCodes codes = new TroubleCodes();
    private final Bench flash = new Bench();
    private final UdsServer server = new UdsServer(car, codes, Identity.SAMPLE, flash);
    private long nowNs;

    private String ask(String request) { return text(server.answer(hex(request), false, nowNs)); }

    private String askAll(String request) { return text(server.answer(hex(request), true, nowNs)); }

    private static byte[] hex(String digits) { return HexFormat.of().parseHex(digits.replace(" ", "")); }

    private static String text(byte[] answer) {
        return answer == null ? null : HexFormat.ofDelimiter(" ").withUpperCase().formatHex(answer);
    }

    private void unlock() {
        int seed = (int) Long.parseLong(ask("27 01").substring(6).replace(" ", ""), 16);
        assertEquals("67 02", ask("27 02 %08X".formatted(Session.key(seed))));
    }

    private void program() {
        ask("10 03");
        assertEquals("50 02 00 32 01 F4", ask("10 02"));
        unlock();
    }

    /// The job begun is done: the answer.
    private String done(String request) {
        assertNull(ask(request));
        assertTrue(server.isWaiting());
        return text(server.poll(nowNs));
    }

    @Test
    void sessionsSayTheirTimes() {
        // 50 ms, and 5 s in units of 10 ms.
        assertEquals("50 03 00 32 01 F4", ask("10 03"));
        assertEquals("62 F1 86 03", ask("22 F1 86"));
        assertEquals("50 01 00 32 01 F4", ask("10 01"));
    }

    @Test
    void aSessionEndsFiveSecondsAfterTheLastRequest() {
        ask("10 03");
        nowNs = Session.S3_NS - 1;
        assertEquals("7E 00", ask("3E 00"));
        nowNs = 2 * Session.S3_NS - 2;
        assertNull(ask("3E 80"));
        assertEquals(3 * Session.S3_NS - 2, server.dueNs());
        nowNs = 3 * Session.S3_NS - 2;

        server.elapsed(nowNs);

        assertEquals(Session.DEFAULT, server.session());
        assertEquals(Ns.NEVER, server.dueNs());
        assertEquals("7F 27 7F", ask("27 01"));
    }

    /// In the order of ISO 14229-1, figures 5 and 6: what is wrong first counts.
    @ParameterizedTest
    @CsvSource({"default, 99, 7F 99 11", "default, 31 01 FF 00, 7F 31 7F", "default, 10, 7F 10 13", "default, 10 05, 7F 10 12",
        "default, 10 02, 7F 10 7E", "default, 10 03 00, 7F 10 13", "default, 22 F1, 7F 22 13", "default, 22 F1 90 F1, 7F 22 13",
        "default, 22 12 34, 7F 22 31", "default, 19 03 FF, 7F 19 12", "default, 19 02, 7F 19 13", "default, 14 FF FF, 7F 14 13",
        "default, 14 12 34 56, 7F 14 31", "default, 3E 01, 7F 3E 12", "default, 11 02, 7F 11 12", "default, 22 20 01, 7F 22 31",
        "extended, 2E 01 10 01, 7F 2E 33", "extended, 31 01 FF 00, 7F 31 33", "extended, 34 00 44 00, 7F 34 7F",
        "extended, 27 02 01 02 03 04, 7F 27 24",
        "extended, 27 05, 7F 27 12", "extended, 27 01 00, 7F 27 13", "unlocked, 2E 01 10 02, 7F 2E 31",
        "unlocked, 2E F1 90 00, 7F 2E 31",
        "unlocked, 31 02 FF 00, 7F 31 12", "unlocked, 31 01 12 34, 7F 31 31", "unlocked, 31 01 FF 00 00, 7F 31 13",
        "unlocked, 31 03 FF 00, 7F 31 24", "programming, 34 00 44 00 00 00 00 00 00 10 00, 7F 34 70",
        "programming, 36 01 00, 7F 36 24",
        "programming, 37, 7F 37 24", "programming, 19 02 FF, 7F 19 7F", "programming, 2E 01 10 01, 7F 2E 7F"})
    void whatIsWrongIsSaid(String state, String request, String answer) {
        switch (state) {
            case "extended" -> ask("10 03");
            case "unlocked" -> {
                ask("10 03");
                unlock();
            }
            case "programming" -> program();
            default -> {}
        }

        assertEquals(answer, ask(request));
    }

    @Test
    void whoAsksAllHearsNothingOfWhatOneDoesNotHave() {
        assertNull(askAll("99"));
        assertNull(askAll("22 12 34"));
        assertNull(askAll("10 02"));
        assertNull(askAll("27 01"));
        assertNull(askAll("3E 01"));
        assertEquals("7F 22 13", askAll("22 F1"));
        assertEquals("7E 00", askAll("3E 00"));
        assertNull(askAll("3E 80"));
    }

    @Test
    void aPositiveAnswerCanBeSuppressedANegativeOneNot() {
        assertNull(ask("10 83"));
        assertEquals("62 F1 86 03", ask("22 F1 86"));
        assertEquals("7F 10 12", ask("10 85"));
    }

    @Test
    void dataComeInTheOrderAskedFor() {
        car.with(Reading.ENGINE_SPEED, 1_726_000).with(Reading.SPEED, 50_120).with(Reading.BATTERY, 14_120);

        assertEquals("62 20 02 13 94 20 01 1A F8 20 03 37 28", ask("22 20 02 20 01 12 34 20 03"));
        assertEquals("62 F1 95 00 00 00 07", ask("22 F1 95"));
        assertEquals("62 F1 90 52 54 4B 45 52 4E 45 4C 30 53 41 4D 50 4C 45 30 31", ask("22 F1 90"));
    }

    @Test
    void whatIsWrittenCanBeRead() {
        ask("10 03");
        unlock();

        assertEquals("6E 01 10", ask("2E 01 10 01"));

        assertEquals("62 01 10 01", ask("22 01 10"));
    }

    @Test
    void aSeedIsGoodForOneKeyAndThreeWrongOnesCloseTheLock() {
        ask("10 03");
        String first = ask("27 01");
        assertEquals("7F 27 35", ask("27 02 00 00 00 00"));
        assertEquals("7F 27 24", ask("27 02 00 00 00 00"));
        assertTrue(!first.equals(ask("27 01")));
        assertEquals("7F 27 35", ask("27 02 00 00 00 00"));
        ask("27 01");
        assertEquals("7F 27 36", ask("27 02 00 00 00 00"));
        assertEquals("7F 27 37", ask("27 01"));
        nowNs = Session.DELAY_NS - 1;
        ask("10 03");
        assertEquals("7F 27 37", ask("27 01"));

        nowNs = Session.DELAY_NS;
        unlock();

        assertEquals("67 01 00 00 00 00", ask("27 01"));
        ask("10 03");
        assertTrue(!"67 01 00 00 00 00".equals(ask("27 01")));
    }

    @Test
    void troubleCodesAreCountedListedAndCleared() {
        car.with(Reading.BATTERY, 9_000).with(Reading.SPEED, 0);
        for (int test = 0; test < TroubleCodes.CONFIRM_TESTS; test++) codes.test(car);

        assertEquals("59 01 FF 01 00 01", ask("19 01 08"));
        // P0562, failed, pending, confirmed, with lamp: AF.
        assertEquals("59 02 FF 05 62 00 AF", ask("19 02 08"));
        assertTrue(ask("19 0A").startsWith("59 0A FF 02 17 00 50 05 62 00 AF 05 63 00 00 "), ask("19 0A"));
        assertEquals("54", ask("14 05 62 00"));
        assertEquals("59 02 FF", ask("19 02 0D"));
        assertEquals("54", ask("14 FF FF FF"));
        assertEquals("59 01 FF 01 00 06", ask("19 01 50"));
    }

    @Test
    void newSoftwareComesByADownload() {
        program();
        String hash = "AB".repeat(32);

        assertEquals("71 01 FF 00 00", done("31 01 FF 00 00 00 00 02 00 00 05 00 " + hash));
        assertEquals("7F 34 31", ask("34 00 44 00 00 00 00 00 00 04 00"));
        assertEquals("74 20 04 02", ask("34 00 44 00 00 00 00 00 00 05 00"));
        assertEquals("7F 36 73", ask("36 02 00"));
        assertEquals("7F 37 24", ask("37"));
        assertEquals("76 01", done("36 01 " + "11".repeat(1_024)));
        assertEquals("76 01", ask("36 01 " + "11".repeat(1_024)));
        assertEquals("7F 36 71", ask("36 02 " + "22".repeat(257)));
        assertEquals("76 02", done("36 02 " + "22".repeat(256)));
        assertEquals("77", ask("37"));
        assertEquals("71 01 02 02 00", done("31 01 02 02"));
        flash.progress = Programmer.Progress.FAILED;
        assertEquals("71 01 FF 01 01", done("31 01 FF 01"));
        assertEquals("71 03 02 02 00", ask("31 03 02 02"));

        assertEquals(List.of("erase 2 1280 abab", "write 0 1024", "write 1024 256", "check", "activate"), flash.calls);
        assertEquals(0x11, flash.image[1_023]);
        assertEquals(0x22, flash.image[1_279]);
    }

    @Test
    void theTesterIsToldToWaitWhileAJobIsBeingDone() {
        program();
        assertNull(ask("31 01 02 02"));
        flash.progress = Programmer.Progress.BUSY;

        assertNull(server.poll(nowNs));
        assertArrayEquals(hex("7F 31 78"), server.waitAnswer());
        assertEquals("7F 22 21", ask("22 F1 90"));
        assertNull(ask("3E 80"));
        nowNs = Ns.s(20);
        assertNull(server.poll(nowNs));
        flash.progress = Programmer.Progress.DONE;

        assertEquals("71 01 02 02 00", text(server.poll(nowNs)));
        assertEquals("62 F1 86 02", ask("22 F1 86")); // the session has not ended meanwhile
    }

    @Test
    void aBlockThatCannotBeWrittenIsAFailureAndMayBeSentAgain() {
        program();
        done("31 01 FF 00 00 00 00 02 00 00 00 02 " + "00".repeat(32));
        ask("34 00 44 00 00 00 00 00 00 00 02");
        flash.progress = Programmer.Progress.FAILED;
        assertEquals("7F 36 72", done("36 01 01 02"));

        flash.progress = Programmer.Progress.DONE;

        assertEquals("76 01", done("36 01 01 02"));
        assertEquals("77", ask("37"));
    }

    @Test
    void aMovingCarIsNeitherProgrammedNorReset() {
        car.with(Reading.SPEED, 50_000);
        ask("10 03");

        assertEquals("7F 10 88", ask("10 02"));
        assertEquals("7F 11 88", ask("11 01"));
        assertEquals(List.of(), flash.calls);
        assertEquals("51 03", ask("11 03"));
        assertTrue(server.takeReset());
    }

    @Test
    void aResetEndsTheSessionAndAHardOneStartsTheBootLoader() {
        ask("10 03");

        assertEquals("51 01", ask("11 01"));
        assertTrue(server.takeReset() && !server.takeReset());
        server.reset();

        assertEquals(List.of("restart"), flash.calls);
        assertEquals(Session.DEFAULT, server.session());
    }

    /// Random bytes, in all sessions: an answer is positive for its service, or a refusal that names it; nothing is thrown.
    @Test
    void everyRequestIsAnsweredInForm() {
        var random = new SplittableRandom(14_229);
        int[] services = {0x10, 0x11, 0x14, 0x19, 0x22, 0x27, 0x2e, 0x31, 0x34, 0x36, 0x37, 0x3e, 0x85};
        for (int round = 0; round < 30_000; round++) {
            if (round % 100 == 0) program();
            var request = new byte[random.nextInt(1, 13)];
            for (int n = 1; n < request.length; n++)
                request[n] = (byte) (random.nextBoolean() ? random.nextInt(4) : random.nextInt(256));
            request[0] = (byte) services[random.nextInt(services.length)];
            nowNs += random.nextLong(Ns.ms(1));
            byte[] answer = server.answer(request, false, nowNs);
            if (server.isWaiting()) answer = server.poll(nowNs);
            if (server.takeReset()) server.reset();
            boolean suppressed = request.length > 1 && request[1] < 0;
            if (answer == null) assertTrue(suppressed, () -> text(request));
            else if (answer[0] == 0x7f) assertTrue(answer.length == 3 && answer[1] == request[0], Arrays.toString(answer));
            else assertEquals(request[0] + 0x40, answer[0]);
        }
    }
}
