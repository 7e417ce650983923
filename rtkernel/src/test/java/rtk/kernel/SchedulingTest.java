package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.MutexProtocol;

class SchedulingTest {
    private static TestWorld world(CoroutineKind kind) { return new TestWorld(KernelConfig.DEFAULT.coroutines(kind)); }

    /// The medium thread runs for 4 ms while the high one waits for the low one.
    @ParameterizedTest
    @EnumSource
    void withoutInheritanceAMediumThreadDelaysAHighOne(CoroutineKind kind) {
        try (var run = world(kind)) {
            inversion(run, MutexProtocol.NONE);

            assertEquals("""
                    lo     10 |##-----####--##
                    hi     30 |zz#mmmmmmmm##
                    mid    20 |zzz####
                    """, run.timeline(0, 15));
        }
    }

    @ParameterizedTest
    @EnumSource
    void withInheritanceTheHighThreadWaitsOnlyForTheCriticalSection(CoroutineKind kind) {
        try (var run = world(kind)) {
            inversion(run, MutexProtocol.INHERIT);

            assertEquals("""
                    lo     10 |##-####------##
                    hi     30 |zz#mmmm##
                    mid    20 |zzz------####
                    """, run.timeline(0, 15));
        }
    }

    private static void inversion(TestWorld run, MutexProtocol protocol) {
        run.at(0, "lo", 10, k -> {
            int mutex = k.mutexCreate("m", protocol, 0);
            SharedThreads.start(run, k, mutex);
            k.mutexLock(mutex);
            k.compute(Ns.ms(6));
            k.mutexUnlock(mutex);
            k.compute(Ns.ms(2));
        });
        run.run(30);
    }

    @ParameterizedTest
    @EnumSource
    void sleepersWakeWhenDueAndWhoComputesLosesNoTime(CoroutineKind kind) {
        try (var run = world(kind)) {
            run.at(0, "low", 10, k -> k.compute(Ns.ms(6)));
            run.at(0, "tick", 20, k -> {
                for (int i = 0; i < 3; i++) {
                    k.sleepUntil(Ns.ms(2 + 3 * i));
                    k.compute(Ns.ms(1));
                }
            });
            run.run(20);

            assertEquals("""
                    low    10 |##-##-##-
                    tick   20 |zz#zz#zz#
                    """, run.timeline(0, 9));
        }
    }
}
