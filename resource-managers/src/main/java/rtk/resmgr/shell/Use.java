package rtk.resmgr.shell;

import java.util.List;

/// The program `use`: how a program is used. Source: UR use.
public final class Use implements Tool {
    @Override
    public String usage() {
        return """
                use PROGRAM...
                Prints how programs are used.""";
    }

    @Override
    public int run(Streams io, List<String> args) {
        return io.forEach(new Arguments(args).noOptions().some("a program"), name -> {
            String text = io.k().program(name) instanceof Tool tool ? tool.usage() : "no usage message in " + name;
            io.line("%s", text);
        });
    }
}
