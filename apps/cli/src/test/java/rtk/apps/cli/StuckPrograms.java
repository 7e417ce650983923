package rtk.apps.cli;

import java.util.List;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.Program;
import rtk.kernel.api.ThreadAttr;

/// Programs that get stuck.
public final class StuckPrograms {
    private static final long MS = 1_000_000;

    private StuckPrograms() {}

    private static void send(KernelCalls k, String pid) {
        k.msgSend(k.connectAttach(Integer.parseInt(pid), 1, 0), new byte[8], null);
    }

    /// Makes a channel, and sends to the process `args[0]` at 2 ms.
    public static final class Asker implements Program {
        @Override
        public int main(KernelCalls k, List<String> args) {
            k.channelCreate();
            k.sleepUntil(2 * MS);
            send(k, args.getFirst());
            return 0;
        }
    }

    /// Asks the process `args[0]` something before it replies.
    public static final class AskingServer implements Program {
        @Override
        public int main(KernelCalls k, List<String> args) {
            k.channelCreate();
            int rcvid = k.msgReceive(1, new byte[8], null);
            send(k, args.getFirst());
            k.msgReply(rcvid, 0);
            return 0;
        }
    }

    /// Sends to the process `args[0]` with the mutex locked that its thread `answers` wants.
    public static final class LockingClient implements Program {
        @Override
        public int main(KernelCalls k, List<String> args) {
            k.channelCreate();
            int mutex = k.mutexCreate("state", MutexAttr.DEFAULT);
            k.threadCreate(ThreadAttr.named("answers"), () -> {
                int rcvid = k.msgReceive(1, new byte[8], null);
                k.mutexLock(mutex);
                k.msgReply(rcvid, 0);
                k.mutexUnlock(mutex);
            });
            k.sleepUntil(3 * MS);
            k.mutexLock(mutex);
            send(k, args.getFirst());
            k.mutexUnlock(mutex);
            return 0;
        }
    }

    /// Two threads that lock two mutexes in opposite order; each gives up after 5 ms.
    public static final class Patient implements Program {
        @Override
        public int main(KernelCalls k, List<String> args) {
            int left = k.mutexCreate("left", MutexAttr.DEFAULT);
            int right = k.mutexCreate("right", MutexAttr.DEFAULT);
            int one = k.threadCreate(ThreadAttr.named("one"), () -> cross(k, left, right));
            int two = k.threadCreate(ThreadAttr.named("two"), () -> cross(k, right, left));
            k.threadJoin(one);
            k.threadJoin(two);
            return 0;
        }

        private static void cross(KernelCalls k, int first, int second) {
            k.mutexLock(first);
            k.sleepUntil(MS);
            try {
                k.mutexTimedlock(second, 6 * MS);
                k.mutexUnlock(second);
            } catch (ErrnoException timeout) {
                // Lets go of the first, so that the other one goes on.
            }
            k.mutexUnlock(first);
        }
    }
}
