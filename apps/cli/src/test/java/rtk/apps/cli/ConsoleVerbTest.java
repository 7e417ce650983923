package rtk.apps.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleVerbTest {
    private static final String TASK = """
            scenario: plain
            tasks: [ { name: load, period: 10ms, wcet: 1ms, priority: 20 } ]
            """;
    private static final String OWN = """
            scenario: own
            board: { uart: { ser9: { baud: 115200, fifo: 16 } } }
            processes:
              - { name: driver, program: devc-ser, priority: 20, args: [ser9] }
              - { name: myshell, program: sh, priority: 9, args: [-t, /dev/ser9] }
            """;

    @TempDir
    private Path folder;

    private String scenario(String text) throws IOException {
        return Files.writeString(folder.resolve("c.yaml"), text).toString();
    }

    private static String digest(Shell shell) { return shell.err().replaceAll("(?s).*digest (sha256:[0-9a-f]+).*", "$1"); }

    private static Shell script(String lines, String... args) {
        var all = new String[args.length + 3];
        all[0] = "console";
        System.arraycopy(args, 0, all, 1, args.length);
        all[args.length + 1] = "--script";
        all[args.length + 2] = "-";
        return Shell.rtkReading(lines, all);
    }

    @Test
    void aScriptIsTypedAndAnsweredAndTheSameEveryTime() throws IOException {
        String file = scenario(TASK);
        Shell first = script("echo one | cat\n# not typed\nls /ram\necho $?\n", file);
        Shell second = script("echo one | cat\nls /ram\necho $?\n", file, "--coroutines", "virtual-thread", "--pace", "50x");

        assertEquals("# echo one | cat\none\n# ls /ram\n# echo $?\n0\n# \n", first.out());
        assertEquals(0, first.exitCode(), first.err());
        assertEquals(first.out(), second.out());
        assertEquals(digest(first), digest(second));
    }

    @Test
    void linesAreTypedAtTheirTimesOrWhenTheShellAsksOrAProgramReads() throws IOException {
        Shell shell = script("sleep 99\n@2s ^C\ncat\ntyped\n^D\n@7s date\n", scenario(TASK));

        assertEquals("""
                # sleep 99
                ^C
                # cat
                typed
                typed
                # date
                """, shell.out().substring(0, shell.out().indexOf("1970")));
        assertTrue(shell.out().contains("1970-01-01 00:00:07."), shell.out());
    }

    @Test
    void aShellOfTheScenarioIsFoundAndItsEndEndsTheRun() throws IOException {
        Shell shell = script("pidin -p myshell\nexit\necho never\n", scenario(OWN));

        assertTrue(shell.err().contains("console ser9"), shell.err());
        assertTrue(shell.out().contains("       3   1 myshell                9r SIGWAITINFO\n# exit\n"), shell.out());
        assertTrue(!shell.out().contains("never"), shell.out());
        assertEquals(0, shell.exitCode());
    }

    @Test
    void whatWasTypedIsWrittenDownAndCanBeTypedAgainByABridge() throws IOException {
        String file = scenario(OWN);
        Path out = folder.resolve("out");
        Shell typed = script("echo again\n", file, "--out", out.toString());
        String simulated = typed.err().replaceAll("(?s).*simulated ([0-9]+) ms .*", "$1ms");
        Shell again = Shell.rtk("run", file, "--duration", simulated, "--bridge", "ser9=file:" + out.resolve("bridge-ser9.log"));

        assertEquals(digest(typed), digest(again));
        assertEquals(2, Shell.rtk("replay", out.resolve("trace.rtk").toString()).exitCode());
    }

    @Test
    void whoeverDoesNotAnswerIsGivenUp() throws IOException {
        Shell shell = script("sleep 1000\n", scenario(TASK));

        assertEquals(3, shell.exitCode());
        assertTrue(shell.err().contains("rtk: no prompt 60 s after the last sign of life"), shell.err());
    }

    @Test
    void whatIsWrongIsOneLine() throws IOException {
        String file = scenario(TASK);
        Shell time = script("ls\n@soon ls\n", file);
        assertEquals(2, time.exitCode());
        assertTrue(time.err().contains("rtk: -:2:2: found soon, expected a duration with a unit"), time.err());

        Shell both = Shell.rtk("console", file, "--script", "x", "--telnet", "0");
        assertTrue(both.err().contains("rtk: --script and --telnet exclude each other"), both.err());

        Shell line = script("", file, "--uart", "ser7");
        assertEquals(2, line.exitCode());
        assertTrue(line.err().contains("found the serial line ser7, expected a UART of the scenario"), line.err());

        Shell missing = Shell.rtk("console", file, "--script", folder.resolve("none").toString());
        assertEquals(2, missing.exitCode());
        assertTrue(missing.err().contains("none: no such file"), missing.err());
    }

    @Test
    void anyOtherLineCanBeTalkedToAsWell() throws IOException {
        Shell shell = script("hello\n", scenario(OWN.replace("myshell, program: sh", "other, program: cat").replace("-t, ", "")),
                "--uart", "ser9");

        assertEquals("", shell.out());
        assertTrue(shell.err().contains("6 bytes in, 0 out"), shell.err());
    }

    // Telnet: RFC 854, 857, 858.

    private static String read(TelnetLine line, int count) throws IOException {
        var text = new StringBuilder();
        long end = System.nanoTime() + 10_000_000_000L;
        while (text.length() < count && System.nanoTime() < end) {
            Byte key = line.poll(0);
            if (key == null) Thread.onSpinWait();
            else text.append((char) (key & 0xff));
        }
        return text.toString();
    }

    private static Socket visitor(TelnetLine line) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), line.port());
    }

    private static void send(Socket visitor, String octets) throws IOException {
        visitor.getOutputStream().write(octets.getBytes(ISO_8859_1));
    }

    private static String receive(Socket visitor, int count) throws IOException {
        return new String(visitor.getInputStream().readNBytes(count), ISO_8859_1);
    }

    @Test
    void aTelnetClientIsAskedForSingleKeysAndItsOptionsAreRefused() throws IOException {
        try (var line = new TelnetLine(0); var client = visitor(line)) {
            send(client, "\u00ff\u00fd\1\u00ff\u00fb\30\u00ff\u00fd\5\u00ff\u00fa\30\0xterm\u00ff\u00f0k");

            assertEquals("k", read(line, 1));
            assertEquals("\u00ff\u00fb\1\u00ff\u00fb\3\u00ff\u00fd\3" + "\u00ff\u00fe\30" + "\u00ff\u00fc\5",
                    receive(client, 15));
        }
    }

    @Test
    void returnIsOneKeyHoweverTheClientSendsItAndInterruptProcessIsCtrlC() throws IOException {
        try (var line = new TelnetLine(0); var client = visitor(line)) {
            send(client, "a\r\0b\r\nc\r\rd\u00ff\u00f4\u00ff\u00ff\n");

            assertEquals("a\rb\rc\r\rd\3\u00ff\n", read(line, 11));
        }
    }

    @Test
    void whoeverComesLaterSeesTheLineThatIsBeingShown() throws IOException {
        try (var line = new TelnetLine(0)) {
            for (char c : "old\n# \u00ff".toCharArray()) line.send((byte) c);
            try (var client = visitor(line)) {
                send(client, "x");
                assertEquals("x", read(line, 1));
                assertEquals("# \u00ff\u00ff", receive(client, 13).substring(9));
            }
        }
    }
}
