package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.Board;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.kernel.api.Program;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.Signal;
import rtk.kernel.api.ThreadAttr;
import rtk.kernel.programs.BadPrograms;
import rtk.trace.TraceSink;

/// Whatever a program does, it dies alone, and the report says where it was.
class BadProgramTest {
    private static final ThreadAttr ATTR = new ThreadAttr(null, 10, SchedPolicy.FIFO);

    /// A good process at priority 5 and a bad one at 10.
    private static Kernel kernel(CoroutineKind kind, Program bad, long[] goodDoneNs) {
        var kernel = new Kernel(new Board(new World(1, TraceSink.NONE), "test", 1), KernelConfig.DEFAULT.coroutines(kind));
        kernel.spawn("good", (k, args) -> {
            k.compute(Ns.ms(5));
            goodDoneNs[0] = k.nowNs();
            return 0;
        }, List.of(), ATTR.priority(5));
        kernel.spawn("bad", bad, List.of("five"), ATTR);
        return kernel;
    }

    private static ProcessFailure death(CoroutineKind kind, Program bad) {
        var goodDoneNs = new long[1];
        try (Kernel kernel = kernel(kind, bad, goodDoneNs)) {
            kernel.run(Ns.ms(20));
            assertEquals(1, kernel.failures().size());
            assertTrue(goodDoneNs[0] >= Ns.ms(5), "the good process went on");
            return kernel.failures().getFirst();
        }
    }

    /// Without line numbers, which change.
    private static String frames(ProcessFailure failure) { return failure.stack().replaceAll(":\\d+\\)", ")"); }

    @ParameterizedTest
    @EnumSource
    void anExceptionIsReportedWithItsTimeAndTheProgramsFramesOnly(CoroutineKind kind) {
        ProcessFailure failure = death(kind, BadPrograms::throwing);

        assertEquals("bad 2 1 1000000 11", failure.process() + " " + failure.pid() + " " + failure.tid() + " " + failure.atNs()
                + " " + failure.signal());
        assertEquals("java.lang.IllegalStateException: bad argument", failure.message());
        assertEquals("""
                java.lang.IllegalStateException: bad argument
                \tat rtk.kernel.programs.BadPrograms.throwing(BadPrograms.java)
                Caused by: java.lang.NumberFormatException: For input string: "five"
                """, frames(failure).replaceAll("(?m)^\tat java.base/.*\n", "").replaceFirst("(?s)(\"five\"\n).*", "$1"));
    }

    @ParameterizedTest
    @EnumSource
    void aNullPointerOfTheSimulatedProcessorNamesThePlaceInTheProgram(CoroutineKind kind) {
        ProcessFailure failure = death(kind, BadPrograms::nullPointer);

        assertEquals("""
                rtk.kernel.MemoryFault: SIGSEGV at address 0x4: nothing is mapped
                \tat rtk.kernel.programs.BadPrograms.deref(BadPrograms.java)
                \tat rtk.kernel.programs.BadPrograms.nullPointer(BadPrograms.java)
                """, frames(failure));
    }

    @ParameterizedTest
    @EnumSource
    void aProgramThatUsesUpTheMemoryOfTheHostDiesAlone(CoroutineKind kind) {
        ProcessFailure failure = death(kind, BadPrograms::exhaustingMemory);

        assertEquals(Signal.SIGABRT, failure.signal());
        assertTrue(failure.message().startsWith("java.lang.OutOfMemoryError"), failure.message());
    }

    @ParameterizedTest
    @EnumSource
    void aProgramThatRecursWithoutEndDiesAlone(CoroutineKind kind) {
        ProcessFailure failure = death(kind, BadPrograms::recursing);

        assertEquals(Signal.SIGSEGV, failure.signal());
        assertEquals(Ns.ms(1), failure.atNs());
        assertTrue(frames(failure).startsWith("""
                java.lang.StackOverflowError
                \tat rtk.kernel.programs.BadPrograms.deeper(BadPrograms.java)
                """), frames(failure));
    }

    /// The stack gives out in the middle of a kernel call: the run ends, and says whose doing it was.
    @ParameterizedTest
    @EnumSource
    void whereTheKernelItselfHasNoStackLeftItEndsTheRunAndNamesTheProgram(CoroutineKind kind) {
        try (Kernel kernel = kernel(kind, BadPrograms::recursingWithCalls, new long[1])) {
            var panic = assertThrows(KernelPanic.class, () -> kernel.run(Ns.ms(20)));

            assertTrue(panic.getMessage().contains("called by bad/1: java.lang.StackOverflowError"), panic.getMessage());
            assertEquals("bad", kernel.failures().getFirst().process());
        }
    }

    // Programs that let no time pass.

    private static void assertIsFoundOut(BadPrograms.Spinner bad, CoroutineKind kind) {
        Kernel kernel = kernel(kind, bad, new long[1]);
        var spinning = assertThrows(SpinningException.class,
                () -> Watchdog.watch(List.of(kernel), 50, () -> kernel.run(Ns.ms(20))));
        bad.end();

        assertTrue(spinning.getMessage().startsWith("bad/1 spins at 1000000 ns: "), spinning.getMessage());
        assertTrue(spinning.getMessage().contains("\tat rtk.kernel.programs.BadPrograms$Spinner.main(BadPrograms.java:"),
                spinning.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void aProgramThatSpinsWithoutAKernelCallIsFoundOutAndItsLineNamed(CoroutineKind kind) {
        assertIsFoundOut(new BadPrograms.Spinner(false), kind);
    }

    @ParameterizedTest
    @EnumSource
    void aProgramThatOnlyMakesCallsThatTakeNoTimeIsFoundOut(CoroutineKind kind) {
        assertIsFoundOut(new BadPrograms.Spinner(true), kind);
    }

    @Test
    void theWatchdogChangesNothingInARunThatEnds() {
        var goodDoneNs = new long[1];
        try (Kernel kernel = kernel(CoroutineKind.best(), BadPrograms::nullPointer, goodDoneNs)) {
            assertTrue(Watchdog.watch(List.of(kernel), 1, () -> kernel.run(Ns.ms(20))));
            assertEquals(Ns.ms(20), kernel.world.nowNs());
        }
        assertEquals(Ns.ms(6), goodDoneNs[0]);
        assertThrows(ArithmeticException.class, () -> {
            try (Kernel kernel = kernel(CoroutineKind.best(), BadPrograms::nullPointer, goodDoneNs)) {
                Watchdog.watch(List.of(kernel), 1, () -> 1 / (kernel.processCount() - 2));
            }
        });
    }
}
