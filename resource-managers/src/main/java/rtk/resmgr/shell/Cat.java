package rtk.resmgr.shell;

import java.util.List;

/// The program `cat`: what its files hold, or its input, to its output. Source: [P] XCU cat.
public final class Cat implements Tool {
    @Override
    public String usage() {
        return """
                cat [FILE...]
                Prints files, or what comes in.""";
    }

    @Override
    public int run(Streams io, List<String> args) {
        var arguments = new Arguments(args).noOptions();
        if (!arguments.isEmpty()) return io.forEach(arguments.rest(), io::copyFrom);
        io.copyFrom(Streams.INPUT);
        return 0;
    }
}
