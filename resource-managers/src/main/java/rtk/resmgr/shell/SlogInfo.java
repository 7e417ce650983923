package rtk.resmgr.shell;

import java.util.List;

/// The program `sloginfo`: what is in the system log, as `slogger2` prints it ([rtk.resmgr.sys.SlogManager]). Source: UR slog2info.
public final class SlogInfo implements Tool {
    @Override
    public String usage() {
        return """
                sloginfo
                Prints the system log.""";
    }

    @Override
    public int run(Streams io, List<String> args) {
        new Arguments(args).end();
        io.copyFrom("/dev/slog");
        return 0;
    }
}
