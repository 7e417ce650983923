package rtk.resmgr.shell;

import java.util.List;

/// The program `help`: what can be typed. Not QNX's.
public final class Help implements Tool {
    @Override
    public String usage() {
        return """
                help
                Lists the programs, and what the shell does itself.""";
    }

    private static final int COLUMNS = 5;
    private static final int WIDTH = 15;

    @Override
    public int run(Streams io, List<String> args) {
        new Arguments(args).end();
        io.line("%s", "The shell itself: exit  wait  on  NAME=VALUE     more: use sh, use PROGRAM");
        var line = new StringBuilder();
        int column = 0;
        for (String name : io.k().programNames()) {
            line.append(name).repeat(' ', Math.max(1, WIDTH - name.length()));
            if (++column % COLUMNS != 0) continue;
            io.line("%s", line);
            line.setLength(0);
        }
        if (!line.isEmpty()) io.line("%s", line);
        return 0;
    }
}
