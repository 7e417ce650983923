package rtk.apps.scenario;

import java.util.List;
import java.util.function.Consumer;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;

/// The program `slay`, started at the instant of a fault above all else: sends a signal to every process of a name, and ends. So a kill goes
/// the way of any other, and costs what the calls cost.
final class KillFault implements Program {
    private final KillSpec kill;
    private final Consumer<String> warnings;

    /// @param warnings told if there is no such process
    KillFault(KillSpec kill, Consumer<String> warnings) {
        this.kill = kill;
        this.warnings = warnings;
    }

    @Override
    public int main(KernelCalls k, List<String> args) {
        var living = k.processes().stream().filter(process -> !process.zombie()).toList();
        int killed = 0;
        for (var process : living) {
            if (!process.name().equals(kill.process())) continue;
            k.kill(process.pid(), kill.signo());
            killed++;
        }
        if (killed > 0) return 0;
        var names = living.stream().map(process -> process.name()).toList();
        warnings.accept("kill at " + Ns.text(kill.atNs()) + " hits nobody: no process " + kill.process() + " then; "
                + Spelling.hint(kill.process(), names));
        return 1;
    }
}
