package rtk.resmgr.shell;

import java.util.List;

/// The program `hogs`: which processes take the processor, over and over. Source: UR hogs.
public final class Hogs implements Tool {
    @Override
    public String usage() {
        return """
                hogs [-s SECONDS] [-i ROUNDS] [-% PERCENT]
                Every SECONDS (3), for ROUNDS (without end): the processes that took part of the time, at least PERCENT (1) of a core.""";
    }

    @Override
    public int run(Streams io, List<String> args) {
        var arguments = new Arguments(args);
        String seconds = arguments.option("-s");
        String rounds = arguments.option("-i");
        String percent = arguments.option("-%");
        arguments.end();
        long waitNs = Arguments.secondsNs(seconds == null ? "3" : seconds);
        int roundsMax = rounds == null ? Integer.MAX_VALUE : Arguments.number(rounds, 1, Integer.MAX_VALUE);
        int permilleMin = 10 * (percent == null ? 1 : Arguments.number(percent, 0, 100));
        var shares = new ProcessorShares(io.k());
        io.line("%8s %-20s %10s %6s %10s", "PID", "NAME", "MSEC", "CORE", "MEMORY");
        for (int round = 0; round < roundsMax; round++) {
            io.flush();
            io.k().sleep(waitNs);
            shares.measure();
            for (var one : shares.greatestFirst()) {
                if (one.permille() < permilleMin) continue;
                io.line("%8d %-20s %10s %5s%% %9dk", one.process().pid(), one.process().name(), Listing.milliseconds(one.ns()),
                        Listing.percent(one.permille()), one.process().memoryBytes() / 1024);
            }
            io.line("%s", "");
        }
        return 0;
    }
}
