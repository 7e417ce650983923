package rtk.resmgr.shell;

import java.util.List;

/// The program `sleep`: waits. Source: [P] XCU sleep.
public final class Sleep implements Tool {
    @Override
    public String usage() {
        return """
                sleep SECONDS
                Waits, for example 2, 0.25 or 250ms.""";
    }

    @Override
    public int run(Streams io, List<String> args) {
        var arguments = new Arguments(args).noOptions();
        long ns = Arguments.secondsNs(arguments.next("seconds"));
        arguments.end();
        io.k().sleep(ns);
        return 0;
    }
}
