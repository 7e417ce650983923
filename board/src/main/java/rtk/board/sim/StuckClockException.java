package rtk.board.sim;

/// Too many events at one instant: something sets itself again for the present.
public final class StuckClockException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StuckClockException(long nowNs, SimEvent event) {
        super("time is stuck at " + nowNs + " ns after " + Engine.EVENTS_PER_INSTANT_MAX + " events, the last one " + event);
    }
}
