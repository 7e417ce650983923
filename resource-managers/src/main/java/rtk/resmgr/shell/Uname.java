package rtk.resmgr.shell;

import java.util.List;

/// The program `uname`: what system this is. Source: [P] XCU uname.
public final class Uname implements Tool {
    @Override
    public String usage() {
        return """
                uname [-a]
                Prints the name of the system; with -a of the machine and its cores too.""";
    }

    @Override
    public int run(Streams io, List<String> args) {
        var arguments = new Arguments(args);
        boolean all = arguments.flag("-a");
        arguments.end();
        io.line("%s", all ? "rtkernel board simulated " + io.k().cpuCount() + "-core" : "rtkernel");
        return 0;
    }
}
