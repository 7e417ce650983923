package rtk.resmgr.dev;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.board.sim.SimRandom;
import rtk.kernel.api.Signal;
import rtk.resmgr.Rule;

/// The rules of POSIX's General Terminal Interface, chapter 11 of the Base Definitions, by their sections.
class LineDisciplineTest {
    private final List<Integer> signals = new ArrayList<>();
    private final LineDiscipline line = new LineDiscipline(SerialManager.BUFFER_BYTES, signals::add);

    private void modes(Termios termios, Consumer<Termios> change) {
        change.accept(termios);
        line.setTermios(termios);
    }

    private void edit() { line.setTermios(Termios.edit()); }

    private void type(String text) {
        for (byte octet : text.getBytes(ISO_8859_1)) line.receive(octet & 0xff);
    }

    private String shown() { return new String(line.output.remove(SerialManager.BUFFER_BYTES), ISO_8859_1); }

    private String read(int nbytes) { return new String(line.take(nbytes), ISO_8859_1); }

    private String read() { return read(1000); }

    @Test
    void canonicalInputIsThereOnceItsLineEnds() { // 11.1.6
        edit();
        type("ls");

        assertFalse(line.hasLine());
        type("\r");
        assertEquals("ls\n", read());
        assertFalse(line.hasLine());
    }

    @Test
    void aReadGivesAtMostOneLineAndTheRestOfALongerOneLater() { // 11.1.6
        edit();
        type("one\rtwo\r");

        assertEquals("on", read(2));
        assertEquals("e\n", read());
        assertEquals("two\n", read());
    }

    @Test
    void eofEndsALineWithoutBeingPartOfItAndAloneIsTheEndOfTheFile() { // 11.1.9
        edit();
        type("ab\4");
        type("\4");

        assertEquals("ab", read());
        assertTrue(line.hasLine());
        assertEquals("", read());
        assertFalse(line.hasLine());
        assertEquals("ab", shown());
    }

    @Test
    void aLineReadToItsLastByteByEofLeavesNoEmptyLineBehind() { // 11.1.9
        edit();
        type("ab\4");

        assertEquals("ab", read(2));
        assertFalse(line.hasLine());
    }

    @Test
    void eolEndsALineAndIsPartOfIt() { // 11.1.9
        modes(Termios.edit(), t -> t.cc[Termios.VEOL] = ';');
        type("ab;");

        assertEquals("ab;", read());
    }

    @Test
    void eraseTakesTheLastCharacterButNotBeyondTheLine() { // 11.1.9
        edit();
        type("first\rxy\177\177\177abd\bc\r");

        assertEquals("first\n", read());
        assertEquals("abc\n", read());
    }

    @Test
    void eraseIsShownByWipingTheCharacterWithAllItsColumns() { // 11.2.5, ECHOE
        edit();
        type("a\177\1\177");

        assertEquals("a\b \b^A\b \b\b \b", shown());
    }

    @Test
    void withoutEchoeTheEraseCharacterItselfIsShown() { // 11.2.5
        modes(Termios.edit(), t -> t.lflag &= ~(Termios.ECHOE | Termios.ECHOCTL));
        type("ab\177");

        assertEquals("ab\177", shown());
        type("\r");
        assertEquals("a\n", read());
    }

    @Test
    void eraseTakesAWholeCharacterOfUtf8() {
        edit();
        type("x\u00c3\u00a9\177y\r");

        assertEquals("xy\n", read());
        assertEquals("x\u00c3\u00a9\b \by\r\n", shown());
    }

    @Test
    void killTakesTheWholeLine() { // 11.1.9
        edit();
        type("abc\25d\r");

        assertEquals("d\n", read());
        assertEquals("abc" + "\b \b".repeat(3) + "d\r\n", shown());
    }

    @Test
    @Rule("9.4")
    void aLineIsBoundedAndWhatIsBeyondIsDroppedAndAnsweredByBel() { // 11.1.6, MAX_CANON
        edit();
        type("x".repeat(10_000) + "\r");

        assertEquals(LineDiscipline.CANON_MAX, read().length());
        assertEquals(10_000 - 255, line.dropped());
        assertEquals("x".repeat(255) + "\7".repeat(SerialManager.BUFFER_BYTES - 255), shown());
    }

    @Test
    void intrIsASignalAndThrowsAwayWhatWasTypedAndNotYetSent() { // 11.1.9, ISIG
        edit();
        type("old\rnew");
        type("\3");

        assertEquals(List.of(Signal.SIGINT), signals);
        assertFalse(line.hasLine());
        assertEquals("^C", shown());
        type("x\r");
        assertEquals("x\n", read());
    }

    @Test
    void noflshKeepsIt() { // 11.2.5
        modes(Termios.edit(), t -> t.lflag |= Termios.NOFLSH);
        type("ab\34c\r");

        assertEquals(List.of(Signal.SIGQUIT), signals);
        assertEquals("abc\n", read());
    }

    @Test
    void withoutIsigIntrIsACharacter() { // 11.2.5
        modes(Termios.edit(), t -> t.lflag &= ~Termios.ISIG);
        type("a\3\r");

        assertEquals("a\3\n", read());
        assertEquals(List.of(), signals);
    }

    @Test
    void aDisabledFunctionHasNoCharacter() { // 11.1.9, _POSIX_VDISABLE
        modes(Termios.edit(), t -> t.cc[Termios.VINTR] = Termios.VDISABLE);
        type("a\0\3\r");

        assertEquals("a\0\3\n", read());
        assertEquals(List.of(), signals);
    }

    @Test
    void carriageReturnAndNewlineAreMapped() { // 11.2.2
        modes(Termios.raw(), t -> t.iflag = Termios.ICRNL);
        type("a\rb\n");
        modes(Termios.raw(), t -> t.iflag = Termios.INLCR);
        type("c\rd\n");
        modes(Termios.raw(), t -> t.iflag = Termios.IGNCR | Termios.ICRNL);
        type("e\rf\n");

        assertEquals("a\nb\nc\rd\ref\n", read());
    }

    @Test
    void istripTakesTheEighthBit() { // 11.2.2
        modes(Termios.raw(), t -> t.iflag = Termios.ISTRIP);
        type("\u00e1");

        assertEquals("a", read());
    }

    @Test
    void stopAndStartAreObeyedAndNotPassedOn() { // 11.2.2, IXON
        edit();
        type("a\23");
        assertTrue(line.stopped());
        type("b");
        assertTrue(line.stopped());
        type("\21\r");

        assertFalse(line.stopped());
        assertEquals("ab\n", read());
    }

    @Test
    void withIxanyAnyCharacterResumesOutput() { // 11.2.2
        modes(Termios.edit(), t -> t.iflag |= Termios.IXANY);
        type("\23a");

        assertFalse(line.stopped());
    }

    @Test
    void newlineGoesOutAsTwoCharactersIfOutputIsProcessed() { // 11.2.3, OPOST, ONLCR
        edit();
        assertEquals(4, line.put("a\nb\n".getBytes(ISO_8859_1)));
        assertEquals("a\r\nb\r\n", shown());

        modes(Termios.edit(), t -> t.oflag &= ~Termios.OPOST);
        line.put("a\n".getBytes(ISO_8859_1));
        assertEquals("a\n", shown());
    }

    @Test
    void aNewlineIsTakenWithBothItsCharactersOrNotAtAll() {
        edit();
        line.put("x".repeat(SerialManager.BUFFER_BYTES - 1).getBytes(ISO_8859_1));

        assertEquals(0, line.put("\n".getBytes(ISO_8859_1)));
        line.output.remove();
        assertEquals(1, line.put("\n".getBytes(ISO_8859_1)));
    }

    @Test
    void withoutEchoNothingIsShownButANewlineByEchonl() { // 11.2.5
        modes(Termios.edit(), t -> t.lflag &= ~Termios.ECHO);
        type("secret\177\r");
        assertEquals("", shown());

        modes(Termios.edit(), t -> t.lflag = Termios.ICANON | Termios.ECHONL);
        type("secret\r");
        assertEquals("\r\n", shown());
    }

    @Test
    void rawInputIsThereAtOnceAndLongerThanALine() { // 11.1.7
        line.setTermios(Termios.raw());
        type("\3\4\177\25\23\r" + "x".repeat(300));

        assertEquals("\3\4\177\25\23\r" + "x".repeat(300), read());
        assertEquals(List.of(), signals);
        assertEquals("", shown());
    }

    @Test
    void whatIsTypedAndNotReadOutlivesAChangeOfMode() {
        edit();
        type("done\rhalf");
        line.setTermios(Termios.raw());

        assertEquals("done\nhalf", read());
        type("ab");
        edit();
        assertTrue(line.hasLine());
        assertEquals("ab", read());
    }

    @Test
    void linesThatNobodyReadsAreBounded() {
        edit();
        type("\4".repeat(LineDiscipline.LINES_MAX + 10));
        int lines = 0;
        for (; line.hasLine(); lines++) read();

        assertEquals(LineDiscipline.LINES_MAX, lines);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverIsTypedInWhateverModeLinesAreBoundedAndNoByteIsMadeUp(long seed) {
        var random = new SimRandom(seed, "keys");
        int received = 0;
        int taken = 0;
        for (int step = 0; step < 20_000; step++) {
            switch ((int) random.between(0, 199)) {
                case 0 -> edit();
                case 1 -> line.setTermios(Termios.raw());
                case 2 -> modes(Termios.edit(), t -> t.lflag = (int) random.between(0, 255) & ~Termios.ISIG);
                case 3, 4, 5, 6 -> {
                    if (line.isCanonical() && !line.hasLine()) continue;
                    int length = line.take(100).length;
                    assertTrue(length <= 100);
                    taken += length;
                }
                case 7 -> shown();
                default -> {
                    line.receive((int) random.between(0, 255));
                    received++;
                }
            }
        }

        assertTrue(taken + line.readable() <= received, taken + " and " + line.readable() + " of " + received);
        assertTrue(taken > 1000, "the test reads too little: " + taken);
    }
}
