package rtk.resmgr.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import rtk.board.serial.SerialFeed;
import rtk.board.serial.Uart;
import rtk.board.sim.Ns;
import rtk.board.sim.Rank;
import rtk.board.sim.SimEvent;
import rtk.kernel.KernelConfig;
import rtk.kernel.api.Program;
import rtk.kernel.api.ProgramStore;
import rtk.resmgr.PathWorld;
import rtk.resmgr.dev.NullManager;
import rtk.resmgr.dev.SerialManager;
import rtk.resmgr.fs.RamFileSystem;
import rtk.resmgr.ipc.PipeManager;
import rtk.resmgr.sys.ProcManager;
import rtk.resmgr.sys.SlogManager;

/// A board with a console on which `sh` runs, and somebody who types.
final class ShellWorld implements AutoCloseable {
    static final Map<String, Supplier<Program>> PROGRAMS = new TreeMap<>(Map.ofEntries(Map.entry("cat", Cat::new),
            Map.entry("date", Date::new), Map.entry("dev-null", NullManager::new), Map.entry("devc-ser", SerialManager::new),
            Map.entry("echo", Echo::new), Map.entry("fs-ram", RamFileSystem::new), Map.entry("help", Help::new),
            Map.entry("hogs", Hogs::new), Map.entry("kill", Kill::new), Map.entry("ls", Ls::new), Map.entry("pidin", PidIn::new),
            Map.entry("pipe", PipeManager::new), Map.entry("proc", ProcManager::new), Map.entry("ps", Ps::new),
            Map.entry("sh", Shell::new), Map.entry("slay", Slay::new), Map.entry("sleep", Sleep::new),
            Map.entry("slogger2", SlogManager::new), Map.entry("sloginfo", SlogInfo::new), Map.entry("top", Top::new),
            Map.entry("uname", Uname::new), Map.entry("use", Use::new), Map.entry("waitfor", WaitFor::new)));

    private static final ProgramStore STORE = new ProgramStore() {
        @Override
        public Program find(String name) {
            var program = PROGRAMS.get(name);
            return program == null ? null : program.get();
        }

        @Override
        public List<String> names() { return new ArrayList<>(PROGRAMS.keySet()); }
    };

    final PathWorld world = new PathWorld(KernelConfig.DEFAULT.programs(STORE));
    final Uart uart = new Uart(world.board, "con", 115200, 16);
    final StringBuilder shown = new StringBuilder();
    private final SerialFeed keyboard = new SerialFeed(world.world, uart);
    private final ArrayDeque<String> lines = new ArrayDeque<>();

    ShellWorld() {
        world.start("devc-ser", 21, new SerialManager(), "con", "-e");
        world.start("pipe", 20, new PipeManager());
        world.start("dev-null", 20, new NullManager());
        world.start("fs-ram", 20, new RamFileSystem());
        world.start("sh", 10, new Shell(), "-t", "/dev/con");
        uart.connect((value, sent) -> show(value));
    }

    private void show(int value) {
        if (value != '\r') shown.append((char) value);
        boolean isPrompt = shown.toString().endsWith("\n# ") || shown.toString().equals("# ");
        if (isPrompt && !lines.isEmpty()) type(lines.remove());
    }

    private void type(String text) {
        for (byte octet : text.getBytes(UTF_8)) keyboard.say(octet);
    }

    /// Types `text` at `ms`.
    ShellWorld at(long ms, String text) {
        world.world.engine().at(SimEvent.of(Rank.DEVICE, () -> type(text)), Ns.ms(ms));
        return this;
    }

    /// Types each line when the shell asks for one.
    ///
    /// @return all that was shown until `ms`
    String lines(long ms, String... typed) {
        for (String line : typed) lines.add(line + "\r");
        world.run(ms);
        return shown.toString();
    }

    /// What the shell answers to one line, without its echo and the next prompt.
    static String answer(String line) {
        try (var world = new ShellWorld()) {
            String shown = world.lines(20_000, line);
            String start = "# " + line + "\n";
            if (!shown.startsWith(start) || !shown.endsWith("# ")) throw new AssertionError(shown);
            return shown.substring(start.length(), shown.length() - 2);
        }
    }

    @Override
    public void close() { world.close(); }
}
