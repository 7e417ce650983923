package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// What a [Referee] has seen of the kernel's things, from the trace alone.
final class Seen {
    final List<Thread> threads = new ArrayList<>();
    /// Mutexes, condvars and semaphores.
    final TreeMap<Long, Queue> objects = new TreeMap<>();
    final TreeMap<Long, Queue> channels = new TreeMap<>();
    /// Who runs, by core; null for nobody.
    final List<Thread> onCore = new ArrayList<>();
    final ReadyOrder ready = new ReadyOrder();
    /// Left SEND, REPLY or RECEIVE for no reason yet: their channel must turn out to be gone.
    final List<Queue> unexplained = new ArrayList<>();
    private Kernel kernel;

    void watch(Kernel watched) { kernel = watched; }

    Kernel kernel() { return kernel; }

    Thread thread(long number) { return threads.get((int) number - 1); }

    /// Whose message it is, or null.
    Thread client(long message) {
        for (Thread thread : threads) {
            if (thread.message == message) return thread;
        }
        return null;
    }

    /// The one that the SyncSemWait of `thread` is about: programs number their semaphores from 1.
    Queue semaphore(Thread thread) {
        return objects.values().stream().filter(object -> object.process == thread.process && object.what.equals("sem"))
                .skip(thread.handle - 1).findFirst().orElseThrow();
    }

    /// @return null once it is dead and off its stack
    Tcb tcb(Thread thread) {
        for (Tcb tcb : kernel.threads.all()) {
            if (tcb.number == thread.number) return tcb;
        }
        return null;
    }

    static final class Thread {
        final long number;
        final long process;
        final long tid;
        ThreadState state = ThreadState.DEAD;
        boolean born;
        /// Effective priority as last announced.
        int priority;
        /// Set by the program or taken over with the last message.
        int own;
        /// By waiting clients, 0 for none.
        int boost;
        /// Received on last.
        Queue served;
        /// What it waits for.
        Queue awaited;
        long core;
        long sinceNs;
        long cpuNs;
        KernelCall call;
        /// The first argument of the call: what it is about.
        long handle;
        long timeoutNs = -1;
        /// When it first blocked in the present call, -1 if it has not.
        long blockedNs = -1;
        /// Perhaps a signal wants it: then a wait may end.
        boolean signalled;
        /// Its wait for a condvar is over; it waits for the mutex.
        boolean reacquires;
        /// Of its message or, as a receiver, of what was handed to it directly.
        long message;
        long handed;
        boolean answered;
        /// Its priority when it left the channel's queue.
        int sentPriority;
        /// It may go to the tail when it leaves its core: it yielded, its slice was over, or its parameters were set.
        boolean mayGoToTail;
        boolean roundRobin;

        Thread(long number, long process, long tid, int priority) {
            this.number = number;
            this.process = process;
            this.tid = tid;
            this.priority = priority;
            own = priority;
        }

        boolean isAlive() { return state != ThreadState.DEAD; }

        int base() { return Math.max(own, boost); }

        @Override
        public String toString() { return "thread " + number; }
    }

    /// A waiting thread or pulse.
    ///
    /// @param thread null for a pulse
    record Entry(Thread thread, int priority, int code, long value) {}

    /// Something that threads, or pulses, wait at.
    static final class Queue {
        final String what;
        final long number;
        /// Of a mutex; or who got the last post of a semaphore.
        Thread owner;
        // Of mutexes.
        boolean inherits;
        int ceiling;
        // Of semaphores.
        int count;
        // Of channels.
        boolean isChannel;
        boolean fixedPriority;
        boolean unblock;
        boolean gone;
        long process;
        final List<Thread> receivers = new ArrayList<>();
        /// In order of arrival.
        private final List<Entry> entries = new ArrayList<>();

        Queue(String what, long number) {
            this.what = what;
            this.number = number;
        }

        void add(Entry entry) { entries.add(entry); }

        boolean isEmpty() { return entries.isEmpty(); }

        List<Entry> entries() { return entries; }

        /// The first of the highest priority, or null.
        Entry first() {
            Entry first = null;
            for (Entry entry : entries) {
                if (first == null || entry.priority() > first.priority()) first = entry;
            }
            return first;
        }

        int topPriority() { return isEmpty() ? 0 : first().priority(); }

        Entry entryOf(Thread thread) {
            for (Entry entry : entries) {
                if (entry.thread() == thread) return entry;
            }
            return null;
        }

        /// The first pulse of the highest priority with that code and value, or null.
        Entry pulse(long code, long value) {
            Entry found = null;
            for (Entry entry : entries) {
                boolean equal = entry.thread() == null && entry.code() == code && entry.value() == value;
                if (equal && (found == null || entry.priority() > found.priority())) found = entry;
            }
            return found;
        }

        @Override
        public String toString() { return what + " " + number; }
    }
}
