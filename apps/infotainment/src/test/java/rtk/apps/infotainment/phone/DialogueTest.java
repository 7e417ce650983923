package rtk.apps.infotainment.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.apps.infotainment.phone.Call.State;
import rtk.board.sim.Ns;

class DialogueTest {
    private final Dialogue dialogue = new Dialogue();
    private final List<String> ends = new ArrayList<>();

    private void add(String command) {
        assertTrue(dialogue.add(command, () -> ends.add(command + " done"), () -> ends.add(command + " failed")));
    }

    private List<ModemLine> say(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return dialogue.take(bytes, bytes.length);
    }

    /// Lines of 3GPP TS 27.007 and 27.005, and of a recorded start of a u-blox modem.
    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {"RING~Ring[]", "+CRING: VOICE~Ring[]", "OK~Done[]", "ERROR~Failed[how=ERROR]",
        "+CME ERROR: 100~Failed[how=+CME ERROR: 100]", "+CMS ERROR: 500~Failed[how=+CMS ERROR: 500]",
        "NO CARRIER~Ended[how=NO CARRIER]", "BUSY~Ended[how=BUSY]", "+CLIP: \"+41441234567\",145~Caller[number=+41441234567]",
        "+CLIP: \"\",128,,,,2~Caller[number=]", "+CSQ: 23,99~Signal[level=23]",
        "+CREG: 2,5,\"9E9A\",\"019607C0\",2~Registration[status=5]",
        "+CREG: 5,\"9E9A\",\"0196BDB0\",2~Registration[status=5]", "+CREG: 0~Registration[status=0]",
        "+CREG: 1,1~Registration[status=1]",
        "+CMTI: \"SM\",3~Message[index=3]",
        "+CLCC: 1,1,0,0,0,\"+41441234567\",145~Listed[index=1, incoming=true, status=0, number=+41441234567]",
        "+CLCC: 1,0,3,0,0~Listed[index=1, incoming=false, status=3, number=]", "ATE0~Other[text=ATE0]",
        "+CSQ: x~Other[text=+CSQ: x]",
        "+CGEV: ME CLASS \"B\"~Other[text=+CGEV: ME CLASS \"B\"]"})
    void linesAreWhatTheStandardSays(String line, String expected) {
        assertEquals(expected, ModemLine.of(line).toString());
    }

    @Test
    void oneCommandIsUnderWayAtATime() {
        add("AT");
        add("AT+CSQ");

        assertEquals("AT\r", dialogue.next(0));
        assertNull(dialogue.next(0));
        assertEquals(List.of(), say("AT\r\r\nO").stream().filter(line -> !(line instanceof ModemLine.Other)).toList());
        assertNull(dialogue.next(0));
        say("K\r\n");
        assertEquals("AT+CSQ\r", dialogue.next(1));
        assertEquals(List.of(new ModemLine.Signal(9)), say("\r\n+CSQ: 9,99\r\n\r\nOK\r\n"));

        assertEquals(List.of("AT done", "AT+CSQ done"), ends);
    }

    @Test
    void whatIsSaidUnaskedComesInBetween() {
        add("AT+CMEE=1");
        dialogue.next(0);

        assertEquals(List.of(new ModemLine.Ring(), new ModemLine.Caller("123")),
                say("\r\nRING\r\n\r\n+CLIP: \"123\",129\r\n\r\n+CME ERROR: 4\r\n"));

        assertEquals(List.of("AT+CMEE=1 failed"), ends);
        assertEquals(List.of(new ModemLine.Done()), say("OK\r\n"));
    }

    @Test
    void aCommandThatIsNotAnsweredFailsInTime() {
        add("AT");
        add("AT+CSQ");
        dialogue.next(100);

        assertFalse(dialogue.elapsed(100 + Dialogue.ANSWER_NS - 1));
        assertTrue(dialogue.elapsed(100 + Dialogue.ANSWER_NS));

        assertEquals(List.of("AT failed"), ends);
        assertEquals(1, dialogue.unanswered());
        dialogue.next(Ns.s(3));
        say("OK\r\n");
        assertEquals(0, dialogue.unanswered());
    }

    @Test
    void aDialledCallThatDoesNotComeAboutEndsItsCommand() {
        add("ATD123;");
        dialogue.next(0);

        assertEquals(List.of(), say("\r\nNO CARRIER\r\n"));

        assertEquals(List.of("ATD123; failed"), ends);
        assertEquals(List.of(new ModemLine.Ended("BUSY")), say("BUSY\r\n"));
    }

    @Test
    void tooManyCommandsAreNotTakenAndTooLongALineIsCut() {
        for (int n = 0; n < Dialogue.COMMANDS_MAX; n++) add("AT");

        assertFalse(dialogue.add("AT"));
        assertEquals(Dialogue.LINE_MAX, ((ModemLine.Other) say("x".repeat(10_000) + "\r\n").getFirst()).text().length());
    }

    @Test
    void aCallGoesThroughItsStates() {
        var call = new Call();
        call.take(new ModemLine.Ring(), 0);
        call.take(new ModemLine.Caller("1"), 0);
        assertEquals(State.INCOMING, call.state());
        call.elapsed(Call.RING_GONE_NS - 1);
        assertEquals(State.INCOMING, call.state());
        call.answered();
        assertEquals(State.ACTIVE, call.state());
        assertEquals(Ns.NEVER, call.dueNs());
        call.take(new ModemLine.Ring(), 1);
        assertEquals("1", call.number());
        call.take(new ModemLine.Ended("NO CARRIER"), 2);
        assertTrue(call.isIdle());

        call.dial("2");
        call.take(new ModemLine.Listed(1, false, 3, "2"), 3);
        assertEquals(State.ALERTING, call.state());
        call.beginList();
        call.take(new ModemLine.Listed(1, false, 0, ""), 4);
        call.endList();
        assertEquals(State.ACTIVE, call.state());
        call.beginList();
        call.endList();
        assertTrue(call.isIdle());

        call.take(new ModemLine.Ring(), 10);
        call.elapsed(10 + Call.RING_GONE_NS);
        assertTrue(call.isIdle());
    }

    @Test
    void noiseOnTheLineLeavesTheDialogueAlive() {
        var random = new SplittableRandom(27_007);
        String letters = "\r\n\r\nAT+CLC:OKRING 0123\",;\u007f";
        var call = new Call();
        long nowNs = 0;
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) text.append(letters.charAt(random.nextInt(letters.length())));
            for (var line : say(text.toString())) call.take(line, nowNs);
            nowNs += Ns.ms(100);
            dialogue.add("AT", () -> {}, () -> {});
            dialogue.next(nowNs);
            dialogue.elapsed(nowNs);
        }

        nowNs += Dialogue.ANSWER_NS;
        dialogue.elapsed(nowNs);
        say("\r\n");
        assertEquals("AT\r", dialogue.next(nowNs));
    }
}
