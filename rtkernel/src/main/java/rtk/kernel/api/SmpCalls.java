package rtk.kernel.api;

/// Several cores. Part of [KernelCalls], which says what holds for all.
///
/// A set of cores is a mask: bit `c` for core `c`. With SDP 7.x any set can be a run mask; with SDP 8.0 a run mask names a
/// cluster: all cores, a single one, or a set made when the kernel was booted.
public interface SmpCalls {
    /// Cores of the board, 1 to 32 (system page, `num_cpu`). Free of cost.
    int cpuCount();

    /// The core that the caller runs on, from 0; it may be another one by the next call (SchedGetCpuNum). Free of cost.
    int cpu();

    /// Binds a thread to some cores; from the next moment it runs on no other. Threads that it creates are not bound by this.
    ///
    /// Costs: call-entry, call-service, call-exit; the move of a running thread costs what any switch costs.
    ///
    /// @param tid of this process; 0 for the caller
    /// @param runMask bits of cores that the board does not have do not count
    /// @throws ErrnoException ESRCH no such thread; EINVAL none of the board's cores, or not a cluster (8.0)
    /// @see "[D 95, 96] LR ThreadCtl, ThreadCtlExt: _NTO_TCTL_RUNMASK"
    void setRunMask(int tid, int runMask);

    /// As [#setRunMask], and says what binds the threads that the thread creates: the inherit mask becomes their run mask and
    /// inherit mask. A new process's first thread inherits from the thread that spawned it.
    ///
    /// @param masks what to set; a mask that is 0 is left as it is
    /// @return what was set before
    /// @throws ErrnoException ESRCH; EINVAL as [#setRunMask]; then neither mask is changed
    /// @see "[D 95] LR ThreadCtl: _NTO_TCTL_RUNMASK_GET_AND_SET_INHERIT"
    RunMasks setRunMasks(int tid, RunMasks masks);
}
