package rtk.kernel.api;

/// A connection of a process, as `pidin fds` shows it.
///
/// @param coid a file descriptor, or outside their space ([ChannelCalls#SIDE_CHANNEL])
/// @param serverPid 0 if the channel is gone
/// @param chid 0 if the channel is gone
public record ConnectionInfo(int coid, int serverPid, int chid) {}
