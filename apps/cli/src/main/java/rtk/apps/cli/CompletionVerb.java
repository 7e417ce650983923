package rtk.apps.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/// `rtk completion`: the completion script for bash and zsh.
@Command(name = "completion", description = {"Prints completion for bash and zsh.", "Use it with: source <(rtk completion)"})
final class CompletionVerb implements Callable<Integer> {
    private final Console console;

    CompletionVerb(Console console) { this.console = console; }

    @Override
    public Integer call() {
        console.out().print(AutoComplete.bash("rtk", Main.commandLine(console)));
        return ExitCode.OK;
    }
}
