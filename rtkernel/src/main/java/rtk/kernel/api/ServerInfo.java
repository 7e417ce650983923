package rtk.kernel.api;

/// Where a connection leads: QNX's `struct _server_info` (ConnectServerInfo). Node descriptors are not modelled.
///
/// @param pid of the server
/// @param chid of its channel
/// @param scoid the server's number for the client process
/// @param dead whether the channel is gone; the coid stays allocated until it is detached
public record ServerInfo(int pid, int chid, int scoid, boolean dead) {}
