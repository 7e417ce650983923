package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtk.apps.scenario.bridge.Outside;
import rtk.board.can.CanFrame;

final class BridgesTest {
    private static final String BOARD = """
            duration: 300ms
            board: { uart: { ser1: }, can: { can0: } }
            processes:
              - { name: devc-ser, program: devc-ser, priority: 20, args: [ser1] }
            """;

    @TempDir
    private Path folder;

    private String scenario() throws IOException { return Files.writeString(folder.resolve("b.yaml"), BOARD).toString(); }

    private static String digest(Shell shell) { return shell.err().replaceAll("(?s).*digest (sha256:[0-9a-f]+).*", "$1"); }

    /// Reads what comes until there is as much as expected; the host's network takes a moment.
    private static String read(Outside<Byte> outside, int count) throws IOException {
        var text = new StringBuilder();
        long end = System.nanoTime() + 10_000_000_000L;
        while (text.length() < count && System.nanoTime() < end) {
            Byte octet = outside.poll(0);
            if (octet != null) text.append((char) octet.byteValue());
            else Thread.onSpinWait();
        }
        return text.toString();
    }

    @Test
    void aTcpPortTakesOneVisitorAfterTheOther() throws IOException {
        try (var port = new TcpPort(0)) {
            assertNull(port.poll(0));
            port.send((byte) 'x');
            assertEquals(1, port.dropped());
            for (String word : new String[]{"first", "second"}) {
                try (Socket visitor = new Socket(InetAddress.getLoopbackAddress(), port.port())) {
                    visitor.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
                    assertEquals(word, read(port, word.length()));
                    port.send((byte) '!');
                    assertEquals('!', visitor.getInputStream().read());
                }
                assertEquals("", readNothing(port));
            }
        }
    }

    /// Lets the port notice that its visitor has hung up.
    private static String readNothing(Outside<Byte> outside) throws IOException {
        for (int i = 0; i < 3; i++) {
            if (outside.poll(0) != null) return "something";
        }
        return "";
    }

    @Test
    void aTerminalIsRawAndOutlivesItsVisitors() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/ptmx")), "no /dev/ptmx here: pseudo-terminals need Linux");
        try (var terminal = new PseudoTerminal()) {
            for (int visit = 0; visit < 2; visit++) {
                try (var visitor = new FileOutputStream(terminal.name())) {
                    visitor.write("AT\r\u0003".getBytes(StandardCharsets.US_ASCII));
                }
                assertEquals("AT\r\u0003", read(terminal, 4));
            }
        }
    }

    @Test
    void aFrameOfTheHostIsReadAsItsHeaderSays() {
        ByteBuffer raw = ByteBuffer.allocate(72).order(ByteOrder.nativeOrder());
        raw.putInt(0x8123_4567).put((byte) 3).put((byte) 1).putShort((short) 0).put(new byte[]{1, 2, 3});
        assertEquals(CanFrame.parse("01234567#010203"), SocketCan.frame(raw, false));
        assertEquals(CanFrame.parse("01234567##1010203"), SocketCan.frame(raw, true));

        raw.putInt(0, 0x4000_0123);
        assertEquals(CanFrame.parse("123#R3"), SocketCan.frame(raw, false));
        raw.putInt(0, 0x2000_0004);
        assertNull(SocketCan.frame(raw, false));
    }

    @Test
    void whatCameInComesAgainAtTheSameNanosecond() throws IOException {
        Files.writeString(folder.resolve("in.log"), "(0.010000000) ser1 41\n(0.010000000) ser1 42\n(0.200000000) ser1 0a\n");
        Files.writeString(folder.resolve("can.log"), "(0.050000000) can0 123#1122\n");
        Shell first = Shell.rtk("run", scenario(), "--bridge", "ser1=file:" + folder.resolve("in.log"), "--bridge",
                "can0=file:" + folder.resolve("can.log"), "--out", folder.resolve("out").toString());
        Shell second = Shell.rtk("run", scenario(), "--bridge", "ser1=file:" + folder.resolve("in.log"), "--bridge",
                "can0=file:" + folder.resolve("can.log"), "--pace", "2x");

        assertEquals(0, first.exitCode(), first.err());
        assertTrue(first.err().contains("3 bytes in") && first.err().contains("1 frames in"), first.err());
        assertEquals(digest(first), digest(second));
        Shell dump = Shell.rtk("trace", "export", folder.resolve("out/trace.rtk").toString(), "--format", "candump");
        assertTrue(dump.out().contains("123#1122"), dump.out() + dump.err());
    }

    @Test
    void aRunWithAVisitorSaysThatItIsNotDeterministicAndIsNotReplayed() throws IOException {
        Shell run = Shell.rtk("run", scenario(), "--bridge", "ser1=tcp:0", "--out", folder.resolve("out").toString());
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().contains("not deterministic: external input"), run.err());
        assertTrue(Files.readString(folder.resolve("out/summary.json")).contains("\"deterministic\""));

        Shell replay = Shell.rtk("replay", folder.resolve("out/trace.rtk").toString());
        assertEquals(2, replay.exitCode());
        assertTrue(replay.err().contains("--bridge can0=file:"), replay.err());
    }

    @Test
    void whatIsWrongWithABridgeIsOneLine() throws IOException {
        Shell unknown = Shell.rtk("run", scenario(), "--bridge", "can7=vcan0");
        assertEquals(2, unknown.exitCode());
        assertTrue(unknown.err().contains("found can7, expected a CAN bus or UART of the scenario"), unknown.err());

        Shell shape = Shell.rtk("run", scenario(), "--bridge", "ser1=telnet");
        assertTrue(shape.err().contains("found telnet, expected pty, tcp:PORT or file:RECORDING"), shape.err());

        Files.writeString(folder.resolve("bad.log"), "(0.05) can0 123#1122\n");
        Shell bad = Shell.rtk("run", scenario(), "--bridge", "can0=file:" + folder.resolve("bad.log"));
        assertEquals(5, bad.exitCode());
        assertTrue(bad.err().contains("bad.log:1: found '(0.05) can0 123#1122'"), bad.err());
    }

    @Test
    void anInterfaceThatIsNotThereIsOneLineWithWhatToDo() throws IOException {
        assumeTrue(!Files.exists(Path.of("/sys/class/net/rtk-none")), "there is an interface rtk-none");
        Shell shell = Shell.rtk("run", scenario(), "--bridge", "can0=rtk-none");

        assertEquals(5, shell.exitCode());
        assertTrue(shell.err().contains("modprobe can_raw") || shell.err().contains("type vcan"), shell.err());
    }
}
