package rtk.apps.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `rtk trace`: what is in a trace file.
@Command(name = "trace", description = "Says what is in a trace, prints it, compares two, or exports one.", synopsisSubcommandLabel = "VERB")
final class TraceVerb implements Runnable {
    @Spec
    private CommandSpec spec;

    private TraceVerb() {}

    static CommandLine commandLine(Console console) {
        CommandLine line = new CommandLine(new TraceVerb());
        line.addSubcommand("info", new TraceInfoVerb(console));
        line.addSubcommand("print", new TracePrintVerb(console));
        line.addSubcommand("diff", new TraceDiffVerb(console));
        line.addSubcommand("export", new TraceExportVerb(console));
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no verb given: info, print, diff or export");
    }
}
