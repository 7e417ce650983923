package rtk.resmgr.shell;

import java.util.List;

/// The program `echo`: its arguments, a space between. Source: [P] XCU echo.
public final class Echo implements Tool {
    @Override
    public String usage() {
        return """
                echo [-n] [WORD...]
                Prints the words; with -n without a newline.""";
    }

    @Override
    public int run(Streams io, List<String> args) {
        var arguments = new Arguments(args);
        boolean isOpen = arguments.flag("-n");
        io.print(String.join(" ", arguments.rest()) + (isOpen ? "" : "\n"));
        return 0;
    }
}
