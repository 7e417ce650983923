package rtk.kernel.api;

/// Channels and connections. Part of [KernelCalls], which says what holds for all.
public interface ChannelCalls {
    /// Connection that every process has to the process manager (pid 1, its first channel).
    int SYSMGR_COID = 0x4000_0000;
    /// Set in `index` of [#connectAttach]: a connection outside the space of file descriptors.
    int SIDE_CHANNEL = 0x4000_0000;

    /// ChannelCreate.
    ///
    /// @return chid, from 1
    int channelCreate(ChannelFlag... flags);

    void channelDestroy(int chid);

    /// ConnectAttach.
    ///
    /// @param pid 0 for the own process
    /// @param index lowest coid wanted; with [#SIDE_CHANNEL] outside the file descriptors
    /// @return coid
    /// @throws ErrnoException ESRCH no such process or channel; EPERM private channel
    int connectAttach(int pid, int chid, int index);

    void connectDetach(int coid);

    /// Another connection to the channel that `coid` leads to, as `dup` needs it.
    int connectDuplicate(int coid, int index);
}
