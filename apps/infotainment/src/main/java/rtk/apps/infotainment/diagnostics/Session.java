package rtk.apps.infotainment.diagnostics;

import rtk.board.sim.Ns;

/// The diagnostic session and its lock: what the tester may do now.
///
/// The lock is a stand-in: seed and key show the protocol, its attempts and its delay; the key is no secret.
final class Session {
    static final int DEFAULT = 1;
    static final int PROGRAMMING = 2;
    static final int EXTENDED = 3;
    /// S3: without a request for so long, the default session is back.
    static final long S3_NS = Ns.s(5);
    static final int ATTEMPTS_MAX = 3;
    static final long DELAY_NS = Ns.s(10);
    private static final int MASK = 0x5a17c0de;
    private static final int SEED_STEP = 0x9e3779b9;

    private int current = DEFAULT;
    private boolean unlocked;
    private long lastNs;
    private int seed;
    private boolean seedGiven;
    private int failures;
    private long lockedUntilNs;

    int current() { return current; }

    boolean isUnlocked() { return unlocked; }

    /// A session begins, locked.
    void enter(int session) {
        current = session;
        unlocked = false;
        seedGiven = false;
    }

    /// The tester is there.
    void touch(long nowNs) { lastNs = nowNs; }

    /// @return when the session ends by itself
    long dueNs() { return current == DEFAULT ? Ns.NEVER : lastNs + S3_NS; }

    void elapsed(long nowNs) {
        if (nowNs >= dueNs()) enter(DEFAULT);
    }

    /// @return 0 if it is unlocked already
    int seed(long nowNs) throws Refusal {
        if (nowNs < lockedUntilNs) throw new Refusal(Nrc.TIME_DELAY_NOT_EXPIRED);
        if (unlocked) return 0;
        seed = mixed(seed + SEED_STEP + (int) (nowNs / 1_000));
        seedGiven = true;
        return seed;
    }

    /// A seed differs from time to time, and is not 0.
    private static int mixed(int value) {
        int mixed = (value ^ value >>> 16) * 0x45d9f3b;
        return (mixed ^ mixed >>> 16) | 1;
    }

    void unlock(int key, long nowNs) throws Refusal {
        if (!seedGiven) throw new Refusal(Nrc.REQUEST_SEQUENCE_ERROR);
        seedGiven = false;
        if (key == key(seed)) {
            unlocked = true;
            failures = 0;
            return;
        }
        if (++failures < ATTEMPTS_MAX) throw new Refusal(Nrc.INVALID_KEY);
        failures = 0;
        lockedUntilNs = nowNs + DELAY_NS;
        throw new Refusal(Nrc.EXCEEDED_ATTEMPTS);
    }

    static int key(int seed) { return Integer.rotateLeft(seed ^ MASK, 7) + MASK; }
}
