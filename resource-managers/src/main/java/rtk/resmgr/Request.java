package rtk.resmgr;

/// A message being served.
///
/// @param rcvid to answer it later
/// @param pid of the client
/// @param room bytes that the client can take as an answer
public record Request(int rcvid, int pid, int room) {}
