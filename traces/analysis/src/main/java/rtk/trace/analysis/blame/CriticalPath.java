package rtk.trace.analysis.blame;

import rtk.trace.ThreadState;
import rtk.trace.analysis.blame.Place.Holder;
import rtk.trace.analysis.blame.Place.Role;

/// The walk from the end of a sample back to its start; see the description of the package.
///
/// It goes on from where it stands, so that samples with one end share one walk. Each step goes to older records; where a walk is bound
/// for a time only, the place to go on from is kept on a stack.
final class CriticalPath {
    /// Waits within waits that are followed; of more, the innermost is blamed as a whole.
    private static final int NESTED_MAX = 64;
    /// Clients waiting for servers that wait for servers …
    private static final int CLIENTS_MAX = 64;

    private final Chronicle chronicle;
    private final History history;
    private final CoreWalk cores;
    private final BusWalk buses;
    private final Pieces pieces = new Pieces();

    private final Place place = new Place();
    private long tNs;
    /// Where a bounded walk ends, and what is followed then.
    private final long[] floors = new long[NESTED_MAX];
    private final Place[] resumes = new Place[NESTED_MAX];
    private final int[] clientCounts = new int[NESTED_MAX];
    private final int[] waiters = new int[NESTED_MAX];
    private final long[] waitEnds = new long[NESTED_MAX];
    private int nested;
    /// Who waits for the server that is followed, outermost first.
    private final Place[] clients = new Place[CLIENTS_MAX];
    private int clientCount;
    /// The wait that led here last: a thread and the record that ends it.
    private int waiter;
    private long waitEnd = History.NONE;
    /// The thread of the job that the sample is about, 0 if it is about none; and whether the walk has got to the job's start.
    private int jobThread;
    private boolean beforeJob;

    CriticalPath(Chronicle chronicle) {
        this.chronicle = chronicle;
        history = chronicle.history;
        cores = new CoreWalk(chronicle, this);
        buses = new BusWalk(chronicle, this);
        for (int i = 0; i < NESTED_MAX; i++) resumes[i] = new Place();
        for (int i = 0; i < CLIENTS_MAX; i++) clients[i] = new Place();
    }

    Pieces pieces() { return pieces; }

    // Where it begins.

    /// Begins anew.
    ///
    /// @param newJobThread thread of the job that the sample is about, which begins at JOB_STARTED; 0 if it is about none
    Place begin(long endNs, int newJobThread) {
        tNs = endNs;
        pieces.begin(endNs);
        nested = 0;
        clientCount = 0;
        waitEnd = History.NONE;
        jobThread = newJobThread;
        beforeJob = false;
        place.plays(Role.STAGE, 0, 0);
        place.dueNs = History.NONE;
        return place;
    }

    /// Begins at `thread` as it stands now.
    void fromThread(int thread) {
        ThreadTracks threads = chronicle.threads;
        int coreNumber = threads.core(thread);
        CoreTrack core = coreNumber < 0 ? null : chronicle.core(coreNumber);
        place.toThread(thread, threads.word(thread), threads.at(thread), core == null ? History.NONE : core.at,
                core == null ? 0 : core.word);
    }

    /// Begins at whoever record `actor` names.
    void fromActor(long actor) {
        if (actor == History.NONE) place.toSource(0);
        else arrive(place, actor, History.NONE);
    }

    /// Begins with the queuing of a frame.
    void fromFrame(long queued, int node) {
        long driver = history.has(queued) ? history.get(queued, History.LINK) : History.NONE;
        if (driver == History.NONE) place.toSource(node);
        else arrive(place, driver, History.NONE);
    }

    /// Begins with `device` raising its line.
    void fromDevice(int device) {
        BusTrack bus = chronicle.devices().busOf(device);
        if (bus == null) place.toSource(device);
        else place.toBus(bus.device, bus.word, bus.at);
    }

    // On the way.

    /// Goes back until `startNs` at least.
    void walkTo(long startNs) {
        while (tNs > startNs) {
            if (nested > 0 && tNs <= floors[nested - 1]) {
                pop();
                continue;
            }
            switch (place.holder) {
                case THREAD -> thread(startNs);
                case INTERRUPT -> interrupt(startNs);
                case PENDING -> pending(startNs);
                case BUS -> buses.follow(place);
                case SOURCE -> source(startNs);
            }
        }
    }

    long tNs() { return tNs; }

    long floorNs() { return nested == 0 ? Long.MIN_VALUE : floors[nested - 1]; }

    /// The time from `fromNs`, or the floor, to where the walk stands goes to a reason.
    void blame(long fromNs, long key) {
        long startNs = Math.max(fromNs, floorNs());
        if (startNs >= tNs) return;
        pieces.add(startNs, key, place.holder == Holder.THREAD ? place.number : 0);
        tNs = startNs;
    }

    // Threads.

    private void thread(long startNs) {
        ThreadState state = ThreadState.ofNumber(ThreadWord.state(place.word));
        long sinceNs = history.timeNs(place.at);
        if (sinceNs < tNs) {
            long lowestNs = Math.max(sinceNs, startNs);
            switch (state) {
                case RUNNING, READY -> cores.ofThread(place, lowestNs);
                case WAITPAGE -> blame(sinceNs, ReasonKey.of(Cause.PAGE_FAULT, ReasonKey.THREAD, place.number, 0));
                case STOPPED -> blame(sinceNs, ReasonKey.of(Cause.STOPPED, ReasonKey.THREAD, place.number, 0));
                case DEAD -> blame(sinceNs, ReasonKey.of(Cause.STARTUP, ReasonKey.NOBODY, 0, 0));
                default -> blame(sinceNs, ReasonKey.of(Cause.UNEXPLAINED, ReasonKey.THREAD, place.number, 0));
            }
            if (tNs > sinceNs) return;
        }
        if (history.has(place.at)) before(place.at);
        else forget();
    }

    /// What came before the record at which the present state of the thread began.
    private void before(long record) {
        long word = history.get(record, History.BEFORE);
        long mark = history.get(record, History.MARK);
        long link = history.get(record, History.LINK);
        long previous = history.get(record, History.PREVIOUS);
        boolean here = history.get(record, History.TIME) >= tNs && history.timeNs(previous) < tNs;
        if (Mark.kind(mark) == Mark.RECEIVED) received(history.get(record, History.TIME), link);
        if (Mark.kind(mark) == Mark.JOB_STARTED && place.number == jobThread && place.role == Role.STAGE) {
            beforeJob = true;
            place.role = Role.EARLIER;
        }
        boolean blocked = Mark.kind(mark) == Mark.STATE && link != History.NONE;
        if (blocked && here && woken(record, word, link, previous)) return;
        long coreAt = history.get(record, History.CORE_AT);
        long coreWord = history.get(record, History.CORE_WORD);
        place.toThread(place.number, word, previous, coreAt, coreWord);
    }

    /// The thread took at `takenNs` what had waited: until it was sent the thread was busy. Who waits for a mutex or a line needs the thread
    /// only, not what it is told.
    private void received(long takenNs, long token) {
        if (place.role == Role.OWNER || place.role == Role.MASKER) return;
        long sentNs = history.timeNs(token);
        if (!history.has(token) || sentNs > tNs || (sentNs == tNs && takenNs != tNs)) return;
        int sender = Mark.thread(history.get(token, History.MARK));
        boolean fromClient = sender != 0 && clientCount > 0 && clients[clientCount - 1].number == sender;
        Place resume = push(sentNs);
        if (resume == null) return;
        arrive(resume, token, History.NONE);
        keep();
        place.plays(fromClient ? Role.SERVER_BUSY : Role.EARLIER, 0, place.waitedPriority);
    }

    /// The thread was woken at `record`, from the wait `word`. An owner that waited for the same mutex had it from an owner before.
    ///
    /// @return false to go on with the thread itself
    private boolean woken(long record, long word, long link, long previous) {
        if (!history.has(link)) return false;
        int thread = place.number;
        ThreadState state = ThreadState.ofNumber(ThreadWord.state(word));
        int waker = Mark.thread(history.get(link, History.MARK));
        long dueNs = history.get(record, History.DUE);
        int priority = Math.max(place.waitedPriority, ThreadWord.priority(word));
        switch (state) {
            case MUTEX, RWLOCK_READ, RWLOCK_WRITE -> {
                int mutex = (int) Mark.thing(history.get(record, History.MARK));
                boolean handedOn = place.role == Role.OWNER && place.roleThing == mutex;
                if (waker == 0) break;
                if (!handedOn) {
                    Place resume = push(history.timeNs(previous));
                    if (resume == null) break;
                    resume.toThread(thread, word, previous, History.NONE, 0);
                    keep();
                }
                arrive(place, link, dueNs);
                place.plays(Role.OWNER, mutex, priority);
                return true;
            }
            case SEND, REPLY -> {
                if (waker == 0 || clientCount == CLIENTS_MAX) break;
                clients[clientCount++].set(place);
                arrive(place, link, dueNs);
                place.plays(Role.SERVER, thread, priority);
                return true;
            }
            case DEAD -> {
                arrive(place, link, dueNs);
                if (waker != 0) place.plays(Role.CREATOR, thread, priority);
                return true;
            }
            case STOPPED, WAITPAGE -> {
                return false;
            }
            default -> {
                // Waits for something to happen.
            }
        }
        waiter = thread;
        waitEnd = record;
        arrive(place, link, dueNs);
        return true;
    }

    /// To whoever `actor` names: back to a client that waits, or to another stage of the path.
    private void arrive(Place at, long actor, long dueNs) {
        if (!history.has(actor)) {
            at.toSource(0);
            return;
        }
        long mark = history.get(actor, History.MARK);
        int thread = Mark.thread(mark);
        long coreAt = history.get(actor, History.CORE_AT);
        long coreWord = history.get(actor, History.CORE_WORD);
        if (thread == 0) {
            long due = dueNs != History.NONE ? dueNs : history.get(actor, History.DUE);
            at.toInterrupt((int) Mark.thing(mark), coreAt, coreWord, due);
            return;
        }
        restoreRole(at, thread);
        at.toThread(thread, history.get(actor, History.BEFORE), history.get(actor, History.PREVIOUS), coreAt, coreWord);
    }

    /// A client that waits for who was followed is followed as it was before; any other thread is a stage of its own.
    private void restoreRole(Place at, int thread) {
        for (int i = clientCount - 1; i >= 0; i--) {
            if (clients[i].number != thread) continue;
            at.plays(clients[i].role, clients[i].roleThing, clients[i].waitedPriority);
            clientCount = i;
            return;
        }
        at.plays(stageOf(thread), 0, 0);
    }

    private Role stageOf(int thread) { return beforeJob && thread == jobThread ? Role.EARLIER : Role.STAGE; }

    /// @return what to follow from `floorNs` on back; null if there are too many waits within waits
    private Place push(long floorNs) {
        if (nested == NESTED_MAX) return null;
        floors[nested] = Math.max(floorNs, floorNs());
        Place resume = resumes[nested++];
        resume.set(place);
        return resume;
    }

    /// What follows happens while `resume` waits, and is forgotten when the walk gets there.
    private void keep() {
        clientCounts[nested - 1] = clientCount;
        waiters[nested - 1] = waiter;
        waitEnds[nested - 1] = waitEnd;
    }

    private void pop() {
        nested--;
        place.set(resumes[nested]);
        clientCount = clientCounts[nested];
        waiter = waiters[nested];
        waitEnd = waitEnds[nested];
    }

    // Interrupts.

    private void interrupt(long startNs) {
        if (!history.has(place.coreAt)) {
            forget();
            return;
        }
        long enter = cores.ofInterrupt(place, startNs);
        if (enter == History.NONE) return;
        place.holder = Holder.PENDING;
        place.line = history.get(enter, History.LINK);
    }

    /// Before the core took the interrupt: whatever kept it from that, back to the instant at which the line rose.
    private void pending(long startNs) {
        long line = place.line;
        if (!history.has(line)) {
            forget();
            return;
        }
        long assertedNs = history.get(line, History.BEFORE);
        long enteredBefore = history.get(line, History.PREVIOUS);
        boolean again = history.timeNs(enteredBefore) >= assertedNs && history.has(enteredBefore);
        long sinceNs = again ? history.timeNs(enteredBefore) : assertedNs;
        long unmaskedNs = history.get(line, History.DUE);
        if (assertedNs >= 0 && sinceNs < tNs) {
            boolean masked = unmaskedNs > sinceNs && unmaskedNs <= history.timeNs(line);
            if (masked && tNs > unmaskedNs) {
                cores.pending(place, Math.max(unmaskedNs, startNs));
                if (tNs > unmaskedNs) return;
            }
            long maskedNs = Math.max(history.get(line, History.CORE_WORD), sinceNs);
            if (masked && tNs > maskedNs) {
                masked(line, maskedNs);
                return;
            }
            cores.pending(place, Math.max(sinceNs, startNs));
            if (tNs > sinceNs) return;
        }
        if (again) {
            place.coreAt = history.get(enteredBefore, History.PREVIOUS);
            place.coreWord = history.get(enteredBefore, History.BEFORE);
            place.line = history.get(enteredBefore, History.LINK);
        } else {
            lineRose(line);
        }
    }

    private void masked(long line, long maskedNs) {
        long unmasker = history.get(line, History.CORE_AT);
        int device = deviceOf(line);
        Place resume = history.has(unmasker) ? push(maskedNs) : null;
        if (resume == null) {
            blame(maskedNs, ReasonKey.of(Cause.MASKED, ReasonKey.NOBODY, 0, device));
            return;
        }
        keep();
        arrive(place, unmasker, History.NONE);
        place.plays(Role.MASKER, device, 0);
    }

    private int deviceOf(long line) {
        long mark = history.get(line, History.MARK);
        return chronicle.devices().line(Mark.thread(mark), (int) Mark.thing(mark)).device;
    }

    private void lineRose(long line) {
        long source = history.get(line, History.LINK);
        int device = deviceOf(line);
        if (history.has(source)) {
            place.toBus((int) Mark.thing(history.get(source, History.MARK)), history.get(source, History.BEFORE),
                    history.get(source, History.PREVIOUS));
            place.roleThing = device;
        } else {
            place.toSource(device);
        }
    }

    // Ends.

    /// Here the trace does not lead on: the thread that waited for this is followed from before its wait.
    private void source(long startNs) {
        boolean timer = chronicle.devices().isTimer(place.number);
        if (timer && place.dueNs != History.NONE && place.dueNs < tNs) {
            blame(place.dueNs, ReasonKey.of(Cause.TIMER, ReasonKey.DEVICE, place.number, 0));
            return;
        }
        boolean waits = history.has(waitEnd);
        long since = waits ? history.get(waitEnd, History.PREVIOUS) : History.NONE;
        long sinceNs = waits ? history.timeNs(since) : Long.MIN_VALUE;
        if (sinceNs < tNs) {
            Cause cause = place.number == 0
                    ? Cause.UNEXPLAINED
                    : !timer ? Cause.OUTSIDE : jobThread != 0 ? Cause.RELEASE_JITTER : Cause.SLEEP;
            blame(Math.max(sinceNs, startNs), timer && waits
                    ? ReasonKey.of(cause, ReasonKey.THREAD, waiter, 0)
                    : ReasonKey.of(cause, ReasonKey.DEVICE, place.number, 0));
            if (tNs > sinceNs || tNs <= startNs) return;
        }
        if (!waits) {
            forget();
            return;
        }
        place.plays(stageOf(waiter), 0, 0);
        clientCount = 0;
        place.toThread(waiter, history.get(waitEnd, History.BEFORE), since, History.NONE, 0);
        waitEnd = History.NONE;
    }

    /// Nothing before this is remembered.
    void forget() { blame(Long.MIN_VALUE, ReasonKey.of(Cause.FORGOTTEN, ReasonKey.NOBODY, 0, 0)); }
}
