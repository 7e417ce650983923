package rtk.resmgr.shell;

import java.util.List;

/// The program `top`: who takes the processor, the greatest first, over and over until INTR. Source: UR top, which draws over the
/// screen; this one prints below.
public final class Top implements Tool {
    @Override
    public String usage() {
        return """
                top [-d SECONDS] [-i ROUNDS] [-n LINES]
                Every SECONDS (5), for ROUNDS (without end): time used by all, and LINES (10) processes with the most of it.""";
    }

    @Override
    public int run(Streams io, List<String> args) {
        var arguments = new Arguments(args);
        String seconds = arguments.option("-d");
        String rounds = arguments.option("-i");
        String lines = arguments.option("-n");
        arguments.end();
        long waitNs = Arguments.secondsNs(seconds == null ? "5" : seconds);
        int roundsMax = rounds == null ? Integer.MAX_VALUE : Arguments.number(rounds, 1, Integer.MAX_VALUE);
        int linesMax = lines == null ? 10 : Arguments.number(lines, 1, 1000);
        var shares = new ProcessorShares(io.k());
        for (int round = 0; round < roundsMax; round++) {
            io.flush();
            io.k().sleep(waitNs);
            shares.measure();
            show(io, shares, linesMax);
        }
        return 0;
    }

    private static void show(Streams io, ProcessorShares shares, int linesMax) {
        int threads = 0;
        for (var process : io.k().processes()) threads += process.threads();
        int cores = io.k().cpuCount();
        long idlePermille = 1000L * cores - shares.permille();
        io.line("%d processes; %d threads; %d %s; idle and interrupts %s%%", io.k().processes().size(), threads, cores,
                cores == 1 ? "core" : "cores", Listing.percent(idlePermille / cores));
        io.line("%8s %-20s %7s %5s %10s %8s", "PID", "NAME", "THREADS", "CPU", "TIME", "MEMORY");
        for (var one : shares.greatestFirst().stream().limit(linesMax).toList()) {
            io.line("%8d %-20s %7d %4s%% %10s %7dk", one.process().pid(), one.process().name(), one.process().threads(),
                    Listing.percent(one.permille()), Listing.seconds(one.process().cpuTimeNs()),
                    one.process().memoryBytes() / 1024);
        }
        io.line("%s", "");
    }
}
