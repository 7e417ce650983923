package rtk.kernel.api;

/// What a blocked thread waits for, as the column Blocked of `pidin` shows it.
///
/// | state | pid | number |
/// |---|---|---|
/// | SEND, REPLY | of the server | chid |
/// | RECEIVE | its own | chid |
/// | MUTEX | of the owner, 0 if nobody has it | tid of the owner |
/// | JOIN | its own | tid |
public record BlockedOn(int pid, int number) {}
