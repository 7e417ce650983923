package rtk.apps.infotainment.update;

import java.util.Arrays;

/// What the boot record says of one of the two places for software.
///
/// @param tries starts left while it is on trial
/// @param version of the software in it
/// @param length bytes of it
/// @param sha256 of these bytes
// Copied by nobody who changes it.
@SuppressWarnings("ArrayRecordComponent")
record Slot(State state, int tries, int version, int length, byte[] sha256) {
    static final int DIGEST_BYTES = 32;
    static final int TRIES = 3;
    static final Slot NONE = new Slot(State.EMPTY, 0, 0, 0, new byte[DIGEST_BYTES]);

    enum State {
        EMPTY, WRITING, READY, TRIAL, GOOD, BAD
    }

    Slot in(State next) { return new Slot(next, next == State.TRIAL ? TRIES : 0, version, length, sha256); }

    Slot oneTryLess() { return new Slot(state, tries - 1, version, length, sha256); }

    boolean mayStart() { return state == State.GOOD || (state == State.TRIAL && tries > 0); }

    @Override
    public boolean equals(Object other) {
        return other instanceof Slot slot && slot.state == state && slot.tries == tries && slot.version == version
                && slot.length == length && Arrays.equals(slot.sha256, sha256);
    }

    @Override
    public int hashCode() { return version; }
}
