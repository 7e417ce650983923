package rtk.kernel.api;

/// Channels and connections. Part of [KernelCalls], which says what holds for all. None of these blocks.
///
/// Numbers: a chid counts from 1 in its process; a coid is a file descriptor, or has [#SIDE_CHANNEL] in it; a scoid, the server's
/// number for a client process, has [#SERVER_SIDE] in it. So none of them can be taken for another.
public interface ChannelCalls {
    /// Connection that every process has to the process manager (pid 1, its first channel).
    int SYSMGR_COID = 0x4000_0000;
    /// Set in `index` of [#connectAttach]: a connection outside the space of file descriptors.
    int SIDE_CHANNEL = 0x4000_0000;
    /// Set in every scoid.
    int SERVER_SIDE = 0x2000_0000;
    /// Connections that a process can have in each space.
    int CONNECTIONS_MAX = 0x1_0000;
    /// Channels that a process can have.
    int CHANNELS_MAX = 0x1_0000;

    /// ChannelCreate.
    ///
    /// Cost: call-entry, call-service, call-exit.
    ///
    /// @return chid, from 1
    /// @throws ErrnoException EAGAIN the process has [#CHANNELS_MAX]; EPERM not PRIVATE, and the process lacks
    ///     [Ability#PUBLIC_CHANNEL]
    int channelCreate(ChannelFlag... flags);

    /// ChannelCreatePulsePool (7.1): a channel whose pulses take no storage of others.
    ///
    /// @return chid, from 1
    /// @throws ErrnoException EINVAL a pool of 0 or more than [PulsePool#PULSES_MAX] pulses, or armed again at a number it cannot
    ///     reach; EAGAIN, EPERM as [#channelCreate]
    int channelCreatePulsePool(PulsePool pool, ChannelFlag... flags);

    /// ChannelDestroy: SEND- and REPLY-blocked clients fail with ESRCH, as do the threads that receive on it; connections to it
    /// are dead, queued pulses gone.
    ///
    /// @throws ErrnoException EINVAL no such channel
    void channelDestroy(int chid);

    /// ConnectAttach.
    ///
    /// @param pid 0 for the own process
    /// @param index lowest coid wanted; with [#SIDE_CHANNEL] outside the file descriptors
    /// @return coid, the lowest free one of at least `index`
    /// @throws ErrnoException ESRCH no such process or channel; EPERM private channel; EAGAIN the process has
    ///     [#CONNECTIONS_MAX] in this space
    int connectAttach(int pid, int chid, int index);

    /// ConnectDetach. Of the own threads that are blocked on the connection a SEND-blocked one fails with EBADF; a REPLY-blocked one
    /// too, unless the server wants to be asked ([ChannelFlag#UNBLOCK]).
    ///
    /// A server gives back the scoid of a client that has gone in the same way.
    ///
    /// Not modelled: throwing out a client that is still connected.
    ///
    /// Source: LR connectdetach (7.0).
    ///
    /// @param coid or a scoid
    /// @throws ErrnoException EINVAL no such connection; a scoid whose client is still connected
    void connectDetach(int coid);

    /// Another connection to the channel that `coid` leads to, as `dup` needs it.
    ///
    /// @throws ErrnoException EBADF no such connection, or its channel is gone; EAGAIN as [#connectAttach]
    int connectDuplicate(int coid, int index);

    /// ConnectServerInfo: where connection `coid` of this process leads.
    ///
    /// @throws ErrnoException EINVAL no such connection
    ServerInfo connectServerInfo(int coid);

    /// ConnectClientInfo: whom `scoid` stands for.
    ///
    /// @throws ErrnoException EINVAL no such client
    ClientInfo connectClientInfo(int scoid);
}
