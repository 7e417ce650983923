package rtk.board.serial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.board.Board;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.trace.TraceSink;

/// The UART is on the side of whoever asks; what comes back is read from its FIFO.
class SerialDialogueTest {
    private static final SerialFormat LINE = SerialFormat.of8N1(115_200);
    private final World world = new World(1, TraceSink.NONE);
    private final Uart uart = new Uart(new Board(world, "b", 1), "ser1", 115_200, 256);
    private SerialDialogue modem;

    private void modem(String script) throws IOException {
        modem = new SerialDialogue(world, uart, DialogueScript.read("f", new ByteArrayInputStream(script.getBytes(ISO_8859_1))));
        modem.start();
    }

    /// A line from the UART to the modem, at once.
    private void send(String line) {
        for (byte octet : line.getBytes(ISO_8859_1)) modem.receive(octet & 0xff, LINE);
    }

    private String heard() {
        var heard = new StringBuilder();
        while ((uart.read(Uart.LSR) & Uart.LSR_DATA) != 0) heard.append((char) uart.read(Uart.RBR_THR_DLL));
        return heard.toString().replace("\r", "\\r").replace("\n", "\\n");
    }

    private String heardUntil(long ns) {
        world.engine().runUntil(ns);
        return heard();
    }

    private SerialDialogueTest listening() {
        uart.write(Uart.LCR, 3);
        uart.write(Uart.IIR_FCR, 1);
        return this;
    }

    @Test
    void commandsAreAnsweredByTheScript() throws IOException {
        listening().modem("""
                > AT+CSQ
                < +CSQ: 20,99
                < OK
                > AT
                = OK\\r\\n
                else
                < ERROR
                """);

        send("at+csq\r\n");
        assertEquals("\\r\\n+CSQ: 20,99\\r\\n\\r\\nOK\\r\\n", heardUntil(Ns.ms(10)));
        send("AT\r");
        assertEquals("OK\\r\\n", heardUntil(Ns.ms(20)));
        send("AT+NO\r");
        assertEquals("\\r\\nERROR\\r\\n", heardUntil(Ns.ms(30)));
        assertEquals("3 commands, 1 unknown, 0 dropped",
                modem.commandCount() + " commands, " + modem.unknownCount() + " unknown, " + modem.droppedCount() + " dropped");
    }

    @Test
    void pausesCountFromTheEndOfWhatWasSaidBefore() throws IOException {
        listening().modem("> A\nwait 2ms\n= 12\nwait 3ms\n= 3\n");
        send("A\r");

        // A character takes 86.8 us: 12 ends at 2173.6 us, 3 at 5260.4 us.
        assertEquals("1", heardUntil(Ns.us(2_173)));
        assertEquals("2", heardUntil(Ns.us(5_260)));
        assertEquals("3", heardUntil(Ns.us(5_261)));
    }

    @Test
    void aCommandGivenAgainIsAnsweredByItsNextPlaceAndThenByItsLast() throws IOException {
        listening().modem("> A\n= 1\n> A\n= 2\n");

        send("A\rA\rA\r");

        assertEquals("122", heardUntil(Ns.ms(1)));
    }

    @Test
    void messagesComeUnaskedAtTheirTimesAndEchoesAtOnce() throws IOException {
        listening().modem("echo\nat 2ms = B\nat 1ms < A\n");
        send("x");

        assertEquals("x", heardUntil(Ns.ms(1)));
        assertEquals("\\r\\nA\\r\\n", heardUntil(Ns.ms(2)));
        assertEquals("B", heardUntil(Ns.ms(3)));
    }

    @Test
    void theModemHoldsItsLinesOn() throws IOException {
        modem("echo\n");

        assertEquals(Uart.MSR_CTS | Uart.MSR_DSR | Uart.MSR_DCD, uart.read(Uart.MSR) & 0xf0);
    }

    @Test
    void aFloodOfCommandsIsBoundedAndCounted() throws IOException {
        modem("> A\n= 1\nwait 1s\n= 2\n");

        for (int n = 0; n < 100_000; n++) send("A\r");

        assertEquals(200_000 - SerialDialogue.ANSWERS_MAX, modem.droppedCount());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            < OK        | f:1:1: found an answer before any command, expected > and a command first
            >           | f:1:2: found the end of the line, expected a text
            * OK        | f:1:1: found '*', expected one of > < = else wait at echo
            wait 5      | f:1:6: found '5', expected a time with a unit (ns, us, ms, s)
            wait        | f:1:5: found nothing, expected a time with a unit (ns, us, ms, s)
            at 5s OK    | f:1:3: found 'at 5s OK', expected at TIME < and what is said
            at 5 < OK   | f:1:4: found '5', expected a time with a unit (ns, us, ms, s)
            > A\\        | f:1:4: found '\\', expected one of \\r \\n \\t \\\\ \\" \\x00 to \\xff
            """)
    void whatAScriptCannotSayIsToldWithItsPlace(String text, String expected) {
        var e = assertThrows(SerialFileException.class, () -> modem(text));
        assertEquals(expected, e.getMessage());
    }

    /// What a Bluetooth module answered while a logic analyser watched: asked again, it says the same at the same times.
    @Test
    void aRecordedModuleAnswersAsItDid() throws IOException {
        List<String> rows = shared("pan1321_init.bytes.csv");
        List<double[]> answersUs = new ArrayList<>(); // start of the first byte of each answer, and end of the command before it
        StringBuilder script = new StringBuilder();
        StringBuilder said = new StringBuilder();
        List<String> commands = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        String wire = "";
        double lastUs = 0;
        for (String row : rows.subList(1, rows.size())) {
            String[] cells = row.split(",");
            double startUs = Double.parseDouble(cells[0]);
            if (!cells[1].equals(wire)) {
                (wire.equals("to_module") ? commands : answers).add(said.toString());
                said.setLength(0);
                if (cells[1].equals("from_module")) answersUs.add(new double[]{lastUs, startUs});
                wire = cells[1];
            }
            said.append((char) Integer.parseInt(cells[2], 16));
            lastUs = startUs;
        }
        answers.add(said.toString());
        answers.removeFirst(); // nothing before the first byte
        String welcome = answers.removeFirst();
        answersUs.removeFirst();
        script.append("at 1ms = ").append(escaped(welcome)).append('\n');
        for (int n = 0; n < commands.size(); n++) {
            long waitNs = Math.round((answersUs.get(n)[1] - answersUs.get(n)[0]) * 1000);
            script.append("> ").append(commands.get(n).strip()).append("\nwait ").append(waitNs).append("ns\n= ")
                    .append(escaped(answers.get(n))).append('\n');
        }
        listening().modem(script.toString());

        assertEquals("ROK\\r\\n", heardUntil(Ns.ms(2)));
        for (int n = 0; n < commands.size(); n++) {
            send(commands.get(n));
            long firstNs = world.nowNs() + Math.round((answersUs.get(n)[1] - answersUs.get(n)[0]) * 1000);
            assertEquals("", heardUntil(firstNs + LINE.durationNs(1) - 1_000), commands.get(n));
            assertEquals(escaped(answers.get(n)).substring(0, 1), heardUntil(firstNs + LINE.durationNs(1) + 1_000));
            assertEquals(escaped(answers.get(n)).substring(1), heardUntil(firstNs + Ns.ms(1)));
        }
        assertEquals(6, commands.size());
        assertEquals(0, modem.unknownCount());
    }

    /// A start-up written down by somebody who tried a cellular modem, turned into a script.
    @Test
    void aPublishedStartUpOfACellularModemIsAScript() throws IOException {
        StringBuilder script = new StringBuilder();
        List<String> commands = new ArrayList<>();
        for (String line : shared("ublox-startup.md")) {
            String text = line.replaceAll("\\s+\\([^\"]*$", "").replaceAll("^(>>|<<) (response: )?\"(.*)\"$", "$1 $3").strip();
            if (text.startsWith(">> ")) {
                commands.add(text.substring(3));
                script.append("> ").append(text.substring(3)).append('\n');
            } else if (text.startsWith("<< ") || text.startsWith("<<< ")) {
                script.append("< ").append(text.replaceAll("^<+ ", "")).append('\n');
            }
        }
        listening().modem(script.toString());

        var results = new ArrayList<String>();
        for (String command : commands) {
            send(command + "\r");
            results.add(heardUntil(world.nowNs() + Ns.ms(200)));
        }

        assertEquals(0, modem.unknownCount());
        assertEquals("\\r\\n+COPS: 0,0,\"3 DK\",2\\r\\n", results.get(commands.indexOf("AT+COPS?")));
        // The registration is asked for twice, and is another the second time.
        assertEquals("\\r\\n+CREG: 2,5,\"9E9A\",\"019607C0\",2\\r\\n", results.get(commands.indexOf("AT+CREG?")));
        assertEquals("\\r\\n+CREG: 2,5,\"9E9A\",\"0196BDB0\",2\\r\\n", results.get(commands.lastIndexOf("AT+CREG?")));
    }

    private static String escaped(String text) { return text.replace("\r", "\\r").replace("\n", "\\n"); }

    private static List<String> shared(String name) throws IOException {
        Path file = Path.of(System.getProperty("rtk.shared", "../shared"), "data/uart-at", name);
        assumeTrue(Files.exists(file), "skipped: no " + file + "; give the folder of the shared data with -Drtk.shared=DIR");
        return Files.readAllLines(file);
    }
}
