package rtk.apps.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `rtk can`: what can be said about CAN frames and logs without running anything.
@Command(name = "can", description = "Exact frame bits, and DBC decoding of a log.", synopsisSubcommandLabel = "VERB")
final class CanVerb implements Runnable {
    @Spec
    private CommandSpec spec;

    private CanVerb() {}

    static CommandLine commandLine(Console console) {
        CommandLine line = new CommandLine(new CanVerb());
        line.addSubcommand("bits", new CanBitsVerb(console));
        line.addSubcommand("decode", new CanDecodeVerb(console));
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no verb given: bits or decode");
    }
}
