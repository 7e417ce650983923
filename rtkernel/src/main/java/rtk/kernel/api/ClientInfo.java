package rtk.kernel.api;

/// Who a client is: QNX's `struct _client_info` (ConnectClientInfo). Node descriptors and user ids are not modelled.
///
/// @param pid of the client
/// @param connections how many connections it has to the channel; 0 when it has gone and the scoid waits for ConnectDetach
public record ClientInfo(int pid, int connections) {}
