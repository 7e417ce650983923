package rtk.board.sim;

/// Simulated time, to read. Only [Engine] moves it.
@FunctionalInterface
public interface SimClock {
    long nowNs();
}
