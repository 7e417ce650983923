package rtk.apps.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import rtk.apps.scenario.Simulation;
import rtk.apps.scenario.bridge.Bridge;
import rtk.apps.scenario.bridge.Outside;
import rtk.board.can.CanBus;
import rtk.board.serial.SerialCapture;
import rtk.board.serial.Uart;

/// The bridges that `--bridge` asks for: `can0=vcan0`, `ser1=pty`, `ser1=tcp:4000`, either `=file:` and what an earlier run with a
/// bridge has written down, or `ser1=capture:` and a file for what the line says.
final class Bridges {
    private static final String EXPECTED = "BUS=INTERFACE, UART=pty, UART=tcp:PORT, UART=capture:FILE, or either =file:RECORDING";

    private static final String MARK = "\"deterministic\":false";

    private final Console console;
    private final List<Bridge<?>> bridges = new ArrayList<>();
    private final List<OutputStream> captures = new ArrayList<>();

    Bridges(Console console) { this.console = console; }

    /// Makes them and joins them with `simulation`.
    ///
    /// @param out folder for what comes in, null for none
    void open(List<String> wanted, Simulation simulation, Path out) throws IOException {
        for (String text : wanted) {
            int equals = text.indexOf('=');
            if (equals < 1 || equals == text.length() - 1)
                throw new Failure(ExitCode.USAGE, "--bridge: found " + text + ", expected " + EXPECTED);
            String inside = text.substring(0, equals);
            String outside = text.substring(equals + 1);
            if (outside.startsWith("capture:")) {
                capture(simulation, inside, Path.of(outside.substring(8)));
                continue;
            }
            Path recording = out == null || outside.startsWith("file:") ? null : out.resolve("bridge-" + inside + ".log");
            Bridge<?> bridge = bridge(simulation, text, inside, outside, recording);
            bridges.add(bridge);
            simulation.bridge(bridge);
        }
        if (areExternal(wanted))
            console.note("rtk: not deterministic: external input"
                    + (out == null ? "; with --out it is written down" : "; written down in " + out.resolve("bridge-*.log")));
    }

    /// Joins a UART with `outside`. What it types is written down if there is a folder for it.
    void join(Simulation simulation, String uart, Outside<Byte> outside, Path out) throws IOException {
        if (simulation.uart(uart) == null)
            throw new Failure(ExitCode.USAGE, "found the serial line " + uart + ", expected a UART of the scenario");
        Path recording = out == null ? null : out.resolve("bridge-" + uart + ".log");
        Bridge<Byte> bridge = Bridge.ofLine(simulation.world(), simulation.uart(uart), outside, uart + "=console", recording);
        bridges.add(bridge);
        simulation.bridge(bridge);
    }

    /// What a UART sends goes to a file.
    private void capture(Simulation simulation, String inside, Path file) throws IOException {
        Uart uart = simulation.uart(inside);
        if (uart == null) throw new Failure(ExitCode.USAGE, "--bridge: found " + inside + ", expected a UART of the scenario");
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        captures.add(out);
        uart.connect(new SerialCapture(out));
    }

    private Bridge<?> bridge(Simulation simulation, String name, String inside, String outside, Path recording) {
        CanBus bus = simulation.bus(inside);
        Uart uart = simulation.uart(inside);
        if (bus == null && uart == null)
            throw new Failure(ExitCode.USAGE, "--bridge: found " + inside + ", expected a CAN bus or UART of the scenario");
        try {
            if (bus != null) return Bridge.ofBus(bus, can(outside), name, recording);
            return Bridge.ofLine(simulation.world(), uart, serial(name, outside), name, recording);
        } catch (IOException e) {
            throw new Failure(ExitCode.IO, "--bridge " + name + ": " + e.getMessage(), e);
        }
    }

    private Outside<rtk.board.can.CanFrame> can(String outside) throws IOException {
        if (outside.startsWith("file:")) return Bridge.framesAgain(Console.existing(Path.of(outside.substring(5))));
        return new SocketCan(outside);
    }

    private Outside<Byte> serial(String name, String outside) throws IOException {
        if (outside.startsWith("file:")) return Bridge.bytesAgain(Console.existing(Path.of(outside.substring(5))));
        if (outside.equals("pty")) {
            var terminal = new PseudoTerminal();
            console.note("rtk: bridge " + name + ": " + terminal.name());
            return terminal;
        }
        if (!outside.matches("tcp:[0-9]{1,5}"))
            throw new Failure(ExitCode.USAGE, "--bridge: found " + outside + ", expected pty, tcp:PORT or file:RECORDING");
        var port = new TcpPort(Integer.parseInt(outside.substring(4)));
        console.note("rtk: bridge " + name + ": port " + port.port());
        return port;
    }

    /// Does one of them lead to the world outside, and not to what an earlier run has written down?
    static boolean areExternal(List<String> wanted) {
        return wanted.stream().anyMatch(text -> !text.contains("=file:") && !text.contains("=capture:"));
    }

    /// The manifest of a run with these bridges: one with input from outside says that it is not deterministic.
    static String mark(String manifest, List<String> wanted) {
        if (!areExternal(wanted)) return manifest;
        return "{" + MARK + ",\"externalInput\":" + Json.of(wanted) + "," + manifest.substring(1);
    }

    /// Was a run with this manifest fed from outside?
    static boolean isMarked(String manifest) { return manifest.startsWith("{" + MARK); }

    /// Closes them and says what passed.
    void close() {
        for (OutputStream capture : captures) {
            try {
                capture.close();
            } catch (IOException e) {
                console.note("rtk: capture: " + e.getMessage());
            }
        }
        for (Bridge<?> bridge : bridges) {
            try {
                bridge.close();
            } catch (IOException e) {
                console.note("rtk: bridge " + bridge.name() + ": " + e.getMessage());
            }
            console.note("rtk: bridge " + bridge.name() + ": " + bridge.counts());
        }
    }
}
