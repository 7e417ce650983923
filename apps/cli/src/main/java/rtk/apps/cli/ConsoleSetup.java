package rtk.apps.cli;

import java.util.ArrayList;
import java.util.List;
import rtk.apps.scenario.BoardSpec;
import rtk.apps.scenario.ProcessSpec;
import rtk.apps.scenario.Scenario;

/// Where the console of a scenario is: the UART that a shell has as its terminal.
///
/// @param uart as the simulation names it
/// @param board number of the shell's board
/// @param shell name of the shell's process; null for none
record ConsoleSetup(String uart, int board, String shell) {
    private static final String UART = "con";
    private static final List<String> SHELLS = List.of("sh", "rtk.resmgr.shell.Shell");
    private static final List<String> SERIAL_DRIVERS = List.of("devc-ser", "rtk.resmgr.dev.SerialManager");
    /// Above what it serves and below drivers that matter.
    private static final int DRIVER_PRIORITY = 15;
    private static final int SHELL_PRIORITY = 10;

    /// What a shell can use, and the class of each.
    private record Companion(String program, String type) {}

    private static final List<Companion> COMPANIONS = List.of(new Companion("proc", "rtk.resmgr.sys.ProcManager"),
            new Companion("pipe", "rtk.resmgr.ipc.PipeManager"), new Companion("dev-null", "rtk.resmgr.dev.NullManager"),
            new Companion("slogger2", "rtk.resmgr.sys.SlogManager"), new Companion("fs-ram", "rtk.resmgr.fs.RamFileSystem"));

    /// @return null if no process is a shell with a terminal
    static ConsoleSetup of(Scenario scenario) {
        for (ProcessSpec process : scenario.processes()) {
            int option = process.args().indexOf("-t");
            boolean hasTerminal = SHELLS.contains(process.program()) && option >= 0 && option + 1 < process.args().size();
            if (!hasTerminal) continue;
            String uart = process.args().get(option + 1).replaceFirst("^/dev/", "");
            int board = scenario.boards().stream().map(BoardSpec::name).toList().indexOf(process.board());
            String label = scenario.boards().size() == 1 ? uart : process.board() + "." + uart;
            return new ConsoleSetup(label, board, process.name());
        }
        return null;
    }

    /// Settings that give a scenario without one a console, on its first board.
    static List<String> additions(Scenario scenario) {
        BoardSpec board = scenario.boards().getFirst();
        boolean isAlone = scenario.boards().size() == 1 && board.name().equals("board");
        var settings = new ArrayList<String>();
        boolean hasUart = board.uart().stream().anyMatch(uart -> uart.name().equals(UART));
        if (!hasUart)
            settings.add((isAlone ? "board" : "boards." + board.name()) + ".uart." + UART + "={ baud: 115200, fifo: 16 }");
        boolean hasDriver = scenario.processes().stream()
                .anyMatch(process -> SERIAL_DRIVERS.contains(process.program()) && process.args().contains(UART));
        String where = isAlone ? "" : ", board: " + board.name();
        if (!hasDriver) settings.add(process("devc-" + UART, "devc-ser", DRIVER_PRIORITY, "[" + UART + ", -e]" + where));
        for (Companion companion : COMPANIONS) {
            boolean isThere = scenario.processes().stream().anyMatch(
                    process -> process.program().equals(companion.program) || process.program().equals(companion.type));
            if (!isThere) settings.add(process(companion.program, companion.program, SHELL_PRIORITY, "[]" + where));
        }
        settings.add(process("sh", "sh", SHELL_PRIORITY, "[-t, /dev/" + UART + "]" + where));
        return settings;
    }

    private static String process(String name, String program, int priority, String rest) {
        return "processes.+={ name: " + name + ", program: " + program + ", priority: " + priority + ", args: " + rest + " }";
    }
}
