package rtk.apps.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import rtk.board.sim.World;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.ThreadAttr;

/// The process `tasks`: one thread for each task of the scenario, named after it. One process, because its threads share the mutexes.
///
/// Its first thread is above all tasks, makes them, and waits.
final class TaskProcess implements Program {
    static final String NAME = "tasks";
    static final int PRIORITY = LoadBinder.TASK_PRIORITY_MAX + 1;

    private final Scenario scenario;
    private final World world;
    private final ThreadNumbers numbers;

    TaskProcess(Scenario scenario, World world, ThreadNumbers numbers) {
        this.scenario = scenario;
        this.world = world;
        this.numbers = numbers;
    }

    @Override
    public int main(KernelCalls k, List<String> args) {
        var mutexes = new TreeMap<String, Integer>();
        for (MutexSpec mutex : scenario.mutexes()) {
            mutexes.put(mutex.name(), k.mutexCreate(mutex.name(), mutex.protocol(), mutex.ceiling()));
        }
        var turns = new Turns();
        var tids = new ArrayList<Integer>();
        for (TaskSpec spec : scenario.tasks()) {
            var task = new PeriodicTask(spec, world, k, mutexes, turns.of(spec, Turns.coreOf(scenario, spec.place())));
            var attr = spec.place().of(new ThreadAttr(spec.name(), spec.priority(), spec.policy()), spec.sporadic());
            int tid = k.threadCreate(attr, () -> task.run(numbers.number(k.gettid())));
            task.begin(numbers.number(tid));
            tids.add(tid);
        }
        for (int tid : tids) k.threadJoin(tid);
        return 0;
    }
}
