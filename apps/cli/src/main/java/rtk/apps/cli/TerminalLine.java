package rtk.apps.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The terminal that this program was started at, key by key: every key goes to the console, Ctrl-C too. Ctrl-] leaves.
///
/// `stty` makes the terminal so, and as it was before when this is closed or the process ends, unless it is killed by SIGKILL.
final class TerminalLine implements HostLine {
    private static final int LEAVE = 0x1d;

    private final PrintStream out;
    private final String before;
    private final ConcurrentLinkedQueue<Byte> arrived = new ConcurrentLinkedQueue<>();
    private volatile boolean over;
    private boolean restored;

    /// @throws Failure there is no terminal
    TerminalLine(InputStream in, PrintStream out) throws IOException {
        this.out = out;
        before = stty("-g");
        if (before.isEmpty())
            throw new Failure(ExitCode.USAGE, "standard input is no terminal; use --script FILE (or -), or --telnet PORT");
        Runtime.getRuntime().addShutdownHook(new Thread(this::restore, "rtk-terminal"));
        stty("-icanon", "-echo", "-isig", "-icrnl", "-inlcr", "-ixon", "-iexten", "min", "1", "time", "0");
        var reader = new Thread(() -> read(in), "rtk-keyboard");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(InputStream in) {
        try {
            for (int key = in.read(); key >= 0 && key != LEAVE; key = in.read()) arrived.add((byte) key);
        } catch (IOException e) {
            // It is gone, which is all there is to know.
        }
        over = true;
    }

    /// @return what it printed; empty if it failed
    private static String stty(String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = "stty";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process process = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return process.waitFor() == 0 ? printed : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private synchronized void restore() {
        if (restored) return;
        restored = true;
        try {
            stty(before);
        } catch (IOException e) {
            System.err.println("rtk: the terminal could not be restored; type: stty sane");
        }
    }

    @Override
    public void send(Byte octet) {
        out.write(octet);
        if (octet == '\n' || arrived.isEmpty()) out.flush();
    }

    @Override
    public Byte poll(long nowNs) { return arrived.poll(); }

    @Override
    public boolean isOver() { return over; }

    @Override
    public void shellEnded() { over = true; }

    @Override
    public long dropped() { return 0; }

    @Override
    public void close() {
        out.println();
        out.flush();
        restore();
    }
}
