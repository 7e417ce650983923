package rtk.resmgr.shell;

import java.util.List;
import java.util.Locale;
import rtk.board.hw.DeviceInfo;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.ProcessInfo;
import rtk.kernel.api.ThreadInfo;

/// The program `pidin`: what the system is doing, by process and thread. Without a word the threads: `prio` is the priority that the scheduler goes by, with the
/// first letter of the policy; `Blocked` the channel for RECEIVE, the server's pid for SEND and REPLY, pid and tid of the owner for MUTEX, the
/// tid for JOIN. Source: UR pidin; columns as there, as far as they are here.
public final class PidIn implements Tool {
    @Override
    public String usage() {
        return """
                pidin [-p NAME|PID] [arg|fds|irqs|mem|times]
                Lists threads; or of each process: arguments, file descriptors and whom they lead to, interrupts, memory, processor time.""";
    }

    @Override
    public int run(Streams io, List<String> args) {
        var arguments = new Arguments(args);
        String wanted = arguments.option("-p");
        String what = arguments.noOptions().isEmpty() ? "threads" : arguments.next("what");
        if (wanted == null) wanted = arguments.option("-p");
        arguments.end();
        var processes = processes(io, wanted);
        switch (what) {
            case "threads" -> threads(io, processes);
            case "arg", "ar" -> arguments(io, processes);
            case "fds", "fd" -> descriptors(io, processes);
            case "irqs", "ir" -> interrupts(io, processes);
            case "mem", "me" -> memory(io, processes);
            case "times", "ti" -> times(io, processes);
            default -> throw new UsageException("found " + what + ", expected arg, fds, irqs, mem or times");
        }
        return processes.isEmpty() ? FAILED : 0;
    }

    private static List<ProcessInfo> processes(Streams io, String wanted) {
        return io.k().processes().stream().filter(
                one -> wanted == null || one.name().equals(wanted) || Integer.toString(one.pid()).equals(wanted)).toList();
    }

    private static void threads(Streams io, List<ProcessInfo> processes) {
        io.line("%8s %3s %-20s %4s %-11s %s", "pid", "tid", "name", "prio", "STATE", "Blocked");
        for (var process : processes) {
            if (process.zombie()) io.line("%8d %3s %-20s %4s %s", process.pid(), "", process.name(), "", "(Zombie)");
            for (var thread : threads(io, process)) {
                boolean isPlain = thread.name().equals(process.name()) || thread.name().equals(Integer.toString(thread.tid()));
                io.line("%8d %3d %-20s %3d%s %-11s %s", process.pid(), thread.tid(),
                        isPlain ? process.name() : process.name() + "/" + thread.name(), thread.priority(),
                        thread.policy().name().toLowerCase(Locale.ROOT).charAt(0), thread.state(), blocked(thread));
            }
        }
    }

    /// None if the process has ended meanwhile.
    private static List<ThreadInfo> threads(Streams io, ProcessInfo process) {
        try {
            return io.k().threads(process.pid());
        } catch (ErrnoException e) {
            return List.of();
        }
    }

    private static String blocked(ThreadInfo thread) {
        var on = thread.blockedOn();
        if (on == null) return "";
        return switch (thread.state()) {
            case SEND, REPLY -> Integer.toString(on.pid());
            case MUTEX -> on.pid() + "-" + on.number();
            default -> Integer.toString(on.number());
        };
    }

    private static void arguments(Streams io, List<ProcessInfo> processes) {
        io.line("%8s %s", "pid", "Arguments");
        for (var process : processes) io.line("%8d %s %s", process.pid(), process.name(), String.join(" ", process.arguments()));
    }

    /// An `s` marks a connection outside the space of descriptors. What a descriptor was opened as only its own process can ask.
    private static void descriptors(Streams io, List<ProcessInfo> processes) {
        io.line("%8s %-20s %4s %8s %4s %s", "pid", "name", "fd", "server", "chid", "name of the server");
        for (var process : processes) {
            for (var one : io.k().connections(process.pid())) {
                boolean isSide = (one.coid() & KernelCalls.SIDE_CHANNEL) != 0;
                io.line("%8d %-20s %4s %8s %4s %s", process.pid(), process.name(),
                        isSide ? (one.coid() & ~KernelCalls.SIDE_CHANNEL) + "s" : one.coid(),
                        one.serverPid() == 0 ? "-" : one.serverPid(),
                        one.chid() == 0 ? "-" : one.chid(), one.serverPid() == 0 ? "(gone)" : name(io, one.serverPid()));
            }
        }
    }

    private static String name(Streams io, int pid) { return io.k().processInfo(pid).name(); }

    private static void interrupts(Streams io, List<ProcessInfo> processes) {
        io.line("%8s %3s %-20s %4s %-10s %6s %s", "pid", "tid", "name", "irq", "device", "masked", "serves");
        for (var one : io.k().interrupts()) {
            var process = processes.stream().filter(candidate -> candidate.pid() == one.pid()).findFirst();
            if (process.isEmpty()) continue;
            String device = io.k().systemPage().stream().filter(info -> info.irq() == one.irq()).map(DeviceInfo::name).findFirst()
                    .orElse("");
            io.line("%8d %3d %-20s %4d %-10s %6d %s", one.pid(), one.tid(), process.get().name(), one.irq(), device,
                    one.maskCount(),
                    one.hasHandler() ? "handler" : "event");
        }
    }

    private static void memory(Streams io, List<ProcessInfo> processes) {
        io.line("%8s %-20s %10s", "pid", "name", "mapped");
        for (var process : processes) io.line("%8d %-20s %9dk", process.pid(), process.name(), process.memoryBytes() / 1024);
    }

    private static void times(Streams io, List<ProcessInfo> processes) {
        io.line("%8s %-20s %13s %8s", "pid", "name", "time", "of 1 core");
        long nowNs = Math.max(1, io.k().nowNs());
        for (var process : processes) {
            io.line("%8d %-20s %13s %7s%%", process.pid(), process.name(), Listing.seconds(process.cpuTimeNs()),
                    Listing.percent(process.cpuTimeNs() * 1000 / nowNs));
        }
    }
}
