package rtk.apps.verify.bound;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import rtk.apps.verify.generate.TaskSets;
import rtk.apps.verify.generate.Utilisations;

/// Task sets analysed per second: all response times of sets with a utilisation of 0.7.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class FixedPriorityBenchmark {
    private static final int SETS = 64;

    @Param({"10", "100"})
    public int tasks;

    private final List<List<Load>> sets = new ArrayList<>();
    private int next;

    @Setup
    public void prepare() {
        var generator = new TaskSets(tasks, 700_000, Utilisations.UUNIFAST, 1_000_000, 1_000_000_000, 100_000);
        for (int seed = 0; seed < SETS; seed++) {
            sets.add(generator.of(seed).stream().map(task -> Load.of(task.priority(), task.wcetNs(), task.periodNs())).toList());
        }
    }

    @Benchmark
    public List<Response> taskSet() {
        next = (next + 1) % SETS;
        return FixedPriority.of(sets.get(next));
    }
}
