package rtk.kernel;

/// What can be chosen about scheduling.
///
/// Not modelled: 8.0 keeps priorities 254 and 255 for threads of the kernel [D 8]; here any process with the ability may use them.
///
/// @param sliceTicks clock periods in a round-robin slice, at least 1 (system page field `rr_interval_mul`, [D 20])
/// @param privilegedFrom lowest priority that only a process with the PRIORITY ability may use, 2 to 256
///     (`procnto -P`, [D 7]); 256 leaves all to all
/// @param saturates a priority above what is allowed becomes the highest allowed one; otherwise it is refused with EPERM
///     (suffix `s` of `-P`, [D 9])
/// @param sporadic how a sporadic thread's budget comes back
/// @param sporadicByTick a sporadic budget is found used up at the first clock tick after it was, as QNX documents [D 15]; what
///     was run until then is charged exactly. Otherwise at the very nanosecond
public record Scheduling(
        int sliceTicks,
        int privilegedFrom,
        boolean saturates,
        SporadicMode sporadic,
        boolean sporadicByTick) {
    public static final Scheduling DEFAULT = new Scheduling(4, 64, false, SporadicMode.POSIX, false);

    public Scheduling {
        if (sliceTicks < 1) throw new IllegalArgumentException("a slice is at least 1 tick, not " + sliceTicks);
        if (privilegedFrom < 2 || privilegedFrom > ReadyQueue.PRIORITIES) {
            throw new IllegalArgumentException("privileged priorities begin at 2 to 256, not " + privilegedFrom);
        }
    }

    public Scheduling sliceTicks(int ticks) {
        return new Scheduling(ticks, privilegedFrom, saturates, sporadic, sporadicByTick);
    }

    public Scheduling privilegedFrom(int priority) {
        return new Scheduling(sliceTicks, priority, saturates, sporadic, sporadicByTick);
    }

    public Scheduling saturates(boolean on) {
        return new Scheduling(sliceTicks, privilegedFrom, on, sporadic, sporadicByTick);
    }

    public Scheduling sporadic(SporadicMode mode) {
        return new Scheduling(sliceTicks, privilegedFrom, saturates, mode, sporadicByTick);
    }

    public Scheduling sporadicByTick(boolean on) {
        return new Scheduling(sliceTicks, privilegedFrom, saturates, sporadic, on);
    }
}
