package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtk.board.hw.MemoryInfo;
import rtk.board.sim.Ns;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Memory;
import rtk.kernel.api.MemoryFlag;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.Protection;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalAction;
import rtk.kernel.api.SignalHow;
import rtk.kernel.api.SignalInfo;
import rtk.kernel.api.SignalSet;
import rtk.kernel.api.TypedMemoryFlag;

/// Address spaces, faults, shared and typed memory (rules Z1, Z2, Z8, Z9, Z11).
class MemoryTest {
    private static final int PAGE = KernelCalls.PAGE_BYTES;

    private static Errno errnoOf(Runnable call) {
        try {
            call.run();
            return Errno.EOK;
        } catch (ErrnoException failed) {
            return failed.errno();
        }
    }

    private static String death(TestWorld run) {
        ProcessFailure failure = run.kernel.failures().getFirst();
        return failure.process() + " " + failure.signal() + " " + failure.message().replaceFirst("^[\\w.]+: ", "");
    }

    // Mappings and faults.

    @Test
    void whatIsStoredIsLoadedLittleEndianAndAcrossPages() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "p", 10, k -> {
                Memory memory = k.mmap(2L * PAGE, Protection.READ_WRITE);
                memory.putLong(PAGE - 4, 0x0102_0304_0506_0708L);
                memory.putShort(0, (short) -2);
                run.say(Long.toHexString(memory.getLong(PAGE - 4)) + " " + memory.getByte(PAGE - 4) + " " + memory.getInt(PAGE)
                        + " " + memory.getShort(0) + " " + memory.plus(PAGE).getByte(3) + " " + memory.getInt(100));
            });
            run.run(10);

            assertEquals(List.of("0 102030405060708 8 16909060 -2 1 0"), run.log);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Rule({"Z1", "Z2"})
    void z1ABadAccessKillsTheProcessThatMadeItAlone(CoroutineKind kind) {
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            var shared = new Memory[1];
            run.at(0, "owner", 10, k -> {
                shared[0] = k.mmap(PAGE, Protection.READ_WRITE);
                shared[0].putInt(0, 42);
                k.sleep(Ns.ms(5));
                run.say("owner has " + shared[0].getInt(0));
            });
            run.at(1, "thief", 20, k -> {
                k.compute(Ns.ms(1));
                shared[0].putInt(0, 1);
                run.say("not reached");
            });
            run.run(10);

            assertEquals(List.of("5 owner has 42"), run.log);
            assertEquals("thief 11 SIGSEGV at address 0x10000000: nothing is mapped", death(run));
            assertEquals(Ns.ms(2), run.kernel.failures().getFirst().atNs());
        }
    }

    @Test
    @Rule("Z2")
    void z2AFaultIsASignalToTheFaultingThreadWithItsAddressAndAHandlerMayMendIt() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "p", 10, k -> {
                Memory memory = k.mmap(PAGE, Protection.READ);
                k.signalAction(Signal.SIGSEGV, SignalAction.handler(info -> {
                    run.say((info.address() - memory.address()) + " " + (info.code() == SignalInfo.SEGV_ACCERR));
                    k.mprotect(memory, PAGE, Protection.READ_WRITE);
                }));
                memory.putInt(8, 5);
                run.say("has " + memory.getInt(8));
            });
            run.run(10);

            assertEquals(List.of("0 8 true", "0 has 5"), run.log);
        }
    }

    @Test
    @Rule("Z2")
    void z2ASecondFaultInTheHandlerKills() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "p", 10, k -> {
                k.signalAction(Signal.SIGSEGV, SignalAction.handler(info -> {
                    run.say("handler");
                    k.pointer(16).getInt(0);
                }));
                k.pointer(0).getInt(0);
            });
            run.run(10);

            assertEquals(List.of("0 handler"), run.log);
            assertEquals("p 11 SIGSEGV at address 0x10: nothing is mapped", death(run));
        }
    }

    @Test
    void aHandlerThatMendsNothingOrIsMaskedDoesNotHelp() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "p", 10, k -> {
                k.signalAction(Signal.SIGSEGV, SignalAction.handler(info -> run.say("handler")));
                k.pointer(-1).putByte(0, (byte) 0);
            });
            run.at(0, "q", 10, k -> {
                k.signalAction(Signal.SIGSEGV, SignalAction.handler(info -> run.say("masked")));
                k.signalProcmask(SignalHow.SIG_BLOCK, SignalSet.of(Signal.SIGSEGV));
                k.pointer(0).getByte(0);
            });
            run.run(10);

            assertEquals(List.of("0 handler"), run.log);
            assertEquals(2, run.kernel.failures().size());
        }
    }

    @Test
    void aHandlerThatThrowsLeavesTheAccessAndTheNextFaultIsHandledAgain() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "p", 10, k -> {
                k.signalAction(Signal.SIGSEGV, SignalAction.handler(info -> {
                    throw new IllegalStateException("caught");
                }));
                for (int i = 0; i < 2; i++) {
                    try {
                        k.pointer(0).getInt(0);
                    } catch (IllegalStateException jump) {
                        run.say(jump.getMessage());
                    }
                }
            });
            run.run(10);

            assertEquals(List.of("0 caught", "0 caught"), run.log);
        }
    }

    @Test
    @Rule("Z2")
    void z2TheThreadIsInWaitpageWhileTheFaultIsLookedInto() {
        var ns = new EnumMap<CostItem, Long>(CostItem.class);
        ns.put(CostItem.PAGE_FAULT, Ns.ms(2));
        try (var run = new TestWorld(KernelConfig.DEFAULT.costs(new CostProfile("test", "test", ns, Map.of())))) {
            run.at(0, "p", 10, k -> {
                k.signalAction(Signal.SIGSEGV, SignalAction.handler(info -> {
                    throw new IllegalStateException();
                }));
                k.compute(Ns.ms(1));
                try {
                    k.pointer(0).getInt(0);
                } catch (IllegalStateException jump) {
                    k.compute(Ns.ms(2));
                }
            });
            run.run(10);

            assertEquals("p      10 |#gg##\n", run.timeline(0, 8));
        }
    }

    @Test
    void unmappingAndProtectingTakeWholePagesOutOfAMapping() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "p", 10, k -> {
                k.signalAction(Signal.SIGSEGV, SignalAction.handler(info -> {
                    throw new IllegalStateException(info.code() == SignalInfo.SEGV_MAPERR ? "gone" : "protected");
                }));
                Memory memory = k.mmap(4 * PAGE, Protection.READ_WRITE);
                for (int page = 0; page < 4; page++) memory.putInt((long) page * PAGE, page + 1);
                k.munmap(memory.plus(PAGE), 1);
                k.mprotect(memory.plus(2 * PAGE), PAGE, Protection.READ);
                run.say(memory.getInt(0) + " " + memory.getInt(2 * PAGE) + " " + memory.getInt(3 * PAGE));
                for (int page = 0; page < 5; page++) {
                    try {
                        memory.putInt((long) page * PAGE, 9);
                    } catch (IllegalStateException fault) {
                        run.say(page + " " + fault.getMessage());
                    }
                }
                run.say(errnoOf(() -> k.mprotect(memory, 2 * PAGE, Protection.READ)) + " "
                        + errnoOf(() -> k.munmap(memory.plus(1), 1)));
            });
            run.run(10);

            assertEquals(List.of("0 1 3 4", "0 1 gone", "0 2 protected", "0 4 gone", "0 ENOMEM EINVAL"), run.log);
        }
    }

    @Test
    void memoryRunsOutAndComesBackWhenItsProcessEnds() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "greedy", 10, k -> {
                k.mmap(60 << 20, Protection.READ_WRITE);
                run.say(errnoOf(() -> k.mmap(5 << 20, Protection.READ_WRITE)).name());
            });
            run.at(1, "next", 10, k -> {
                Memory memory = k.mmap(64 << 20, Protection.READ_WRITE);
                k.munmap(memory, 64 << 20);
                run.say(errnoOf(() -> k.mmap(64 << 20, Protection.READ_WRITE)).name());
            });
            run.run(10);

            assertEquals(List.of("0 ENOMEM", "1 EOK"), run.log);
        }
    }

    @Test
    void contiguousPagesAreTakenWhereThereIsRoomAndSinglePagesFromTheBottom() {
        var memory = new PhysicalMemory(List.of(new MemoryInfo("/ram", 0x1000, 8 * PAGE)));
        long[] all = memory.first().take(8, true);
        for (int page : new int[]{1, 3, 4, 6}) memory.free(all[page]);

        assertEquals(0x4000, memory.first().take(2, true)[0]);
        assertEquals(null, memory.first().take(2, true));
        assertEquals(List.of(0x2000L, 0x7000L), Arrays.stream(memory.first().take(2, false)).boxed().toList());
        assertEquals(null, memory.first().take(1, false));
    }

    @Test
    @Rule("Z2")
    void z2MemoryThatDoesNotAnswerIsABusErrorOfWhoTouchesIt() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "user", 10, k -> {
                Memory memory = k.mmap(2L * PAGE, Protection.READ_WRITE);
                memory.putInt(0, 1);
                memory.putInt(PAGE, 2);
                k.sleep(Ns.ms(5));
                run.say("first page " + memory.getInt(0));
                run.say("second page " + memory.getInt(PAGE));
            });
            run.run(1);
            run.kernel.failMemory("/memory/ram/sysram", PAGE, PAGE);
            run.run(10);

            assertEquals(List.of("5 first page 1"), run.log);
            String report = run.kernel.failures().getFirst().toString();
            assertEquals(true, report.contains("the memory does not answer"), report);
        }
    }

    // Shared memory.

    @Test
    @Rule("Z8")
    void z8SharedMemoryIsEmptyWhenNewAndThenCommonToAllWhoMapIt() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "maker", 10, k -> {
                run.say(errnoOf(() -> k.shmOpen("/s")).name());
                int object = k.shmOpen("/s", MemoryFlag.CREATE, MemoryFlag.EXCLUSIVE);
                k.signalAction(Signal.SIGBUS, SignalAction.handler(info -> {
                    throw new IllegalStateException("bus");
                }));
                Memory memory = k.mmap(PAGE, Protection.READ_WRITE, object, 0);
                try {
                    memory.getInt(0);
                } catch (IllegalStateException empty) {
                    run.say("empty: " + empty.getMessage());
                }
                k.ftruncate(object, 100);
                memory.putInt(96, 7);
                k.memoryClose(object);
                k.sleep(Ns.ms(3));
                run.say("reads " + memory.getInt(0));
                k.shmUnlink("/s");
                memory.putInt(96, 8);
            });
            run.at(1, "user", 20, k -> {
                run.say(errnoOf(() -> k.shmOpen("/s", MemoryFlag.CREATE, MemoryFlag.EXCLUSIVE)).name());
                int object = k.shmOpen("/s");
                Memory memory = k.mmap(PAGE, Protection.READ_WRITE, object, 0);
                run.say("sees " + memory.getInt(96));
                memory.putInt(0, 11);
                int readOnly = k.shmOpen("/s", MemoryFlag.READ_ONLY);
                run.say(errnoOf(() -> k.mmap(PAGE, Protection.READ_WRITE, readOnly, 0)).name());
                Memory window = k.mmap(PAGE, Protection.READ, readOnly, 0);
                run.say(errnoOf(() -> k.mprotect(window, 1, Protection.READ_WRITE)).name());
                k.sleep(Ns.ms(5));
                run.say("still " + memory.getInt(96) + ", name " + errnoOf(() -> k.shmOpen("/s")));
            });
            run.run(10);

            assertEquals(List.of("0 ENOENT", "0 empty: bus", "1 EEXIST", "1 sees 7", "1 EACCES", "1 EACCES", "3 reads 11",
                    "6 still 8, name ENOENT"), run.log);
        }
    }

    // Typed memory.

    @Test
    @Rule("Z9")
    void z9TypedMemoryIsFoundByItsNameOrItsTailAndGivesPagesOrAView() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "p", 10, k -> {
                run.say(k.memoryPage().getFirst().name());
                run.say(errnoOf(() -> k.typedMemOpen("/memory/ram/sysram", TypedMemoryFlag.ALLOCATE)) + " "
                        + errnoOf(() -> k.typedMemOpen("/ram/sysram", TypedMemoryFlag.ALLOCATE)) + " "
                        + errnoOf(() -> k.typedMemOpen("ram/sysram", TypedMemoryFlag.ALLOCATE)) + " "
                        + errnoOf(() -> k.typedMemOpen("ysram", TypedMemoryFlag.ALLOCATE)));
                int contiguous = k.typedMemOpen("sysram", TypedMemoryFlag.ALLOCATE_CONTIG);
                Memory buffer = k.mmap(3 * PAGE, Protection.READ_WRITE, contiguous, 0);
                long physical = k.memOffset(buffer);
                run.say((k.memOffset(buffer.plus(2 * PAGE + 5)) - physical) + " bytes on");
                buffer.putInt(4, 77);
                int view = k.typedMemOpen("sysram", TypedMemoryFlag.MAP_ALLOCATABLE);
                run.say("view " + k.mmap(PAGE, Protection.READ, view, physical).getInt(4) + " "
                        + errnoOf(() -> k.mmap(PAGE, Protection.READ, view, 0)));
            });
            run.run(10);

            assertEquals(List.of("0 /memory/ram/sysram", "0 EOK ENOENT EOK ENOENT", "0 8197 bytes on", "0 view 77 ENXIO"),
                    run.log);
        }
    }

    // Messages.

    @Test
    @Rule("Z11")
    void z11ABadBufferOfAMessageIsAnErrnoAndNoSignal() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "srv", 20, k -> {
                int chid = k.channelCreate();
                Memory buffer = k.mmap(PAGE, Protection.READ_WRITE);
                var info = new MsgInfo();
                run.say("receive " + errnoOf(() -> k.msgReceive(chid, k.pointer(0), 64, info)));
                int rcvid = k.msgReceive(chid, buffer, 64, info);
                run.say("got " + buffer.getInt(0) + " in " + info.msgLength);
                run.say("reply " + errnoOf(() -> k.msgReply(rcvid, 0, k.pointer(0), 4)));
                buffer.putInt(0, 6);
                k.msgReply(rcvid, 3, buffer, 4);
            });
            run.at(1, "cli", 10, k -> {
                int coid = k.connectAttach(1, 1, 0);
                Memory message = k.mmap(PAGE, Protection.READ_WRITE);
                Memory constant = k.mmap(PAGE, Protection.READ);
                message.putInt(0, 5);
                run.say("send " + errnoOf(() -> k.msgSend(coid, message.plus(PAGE - 2), 4, message, 4)));
                run.say("send " + errnoOf(() -> k.msgSend(coid, message, 4, constant, 4)));
                run.say("status " + k.msgSend(coid, message, 8, message.plus(16), 8) + " " + message.getInt(16));
            });
            run.run(10);

            assertEquals(List.of("0 receive EFAULT", "1 send EFAULT", "1 send EFAULT", "1 got 5 in 8", "1 reply ESRVRFAULT",
                    "1 status 3 6"), run.log);
            assertEquals(List.of(), run.kernel.failures());
        }
    }
}
