package rtk.resmgr.shell;

import java.util.List;

/// The program `ps`: the processes, one a line. Source: [P] XCU ps, whose `-e` it has always.
public final class Ps implements Tool {
    @Override
    public String usage() {
        return """
                ps
                Lists processes: pid, parent, threads, processor time, name.""";
    }

    @Override
    public int run(Streams io, List<String> args) {
        new Arguments(args).end();
        io.line("%8s %8s %7s %13s  %s", "PID", "PPID", "THREADS", "TIME", "CMD");
        for (var process : io.k().processes()) {
            io.line("%8d %8d %7d %13s  %s%s", process.pid(), process.parent(), process.threads(),
                    Listing.seconds(process.cpuTimeNs()), process.name(), process.zombie() ? " (zombie)" : "");
        }
        return 0;
    }
}
