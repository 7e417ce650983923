package rtk.resmgr;

/// What `_IO_NOTIFY` is to do: the `_NOTIFY_ACTION_…` of QNX's `ionotify`. The constants' numbers go into the message.
public enum NotifyAction {
    /// Say which conditions are true now, and take back what this open has armed of them.
    POLL,
    /// The same; if none is true, arm them: the event comes once, when the first becomes true.
    POLLARM,
    /// Arm without asking: the event comes once, when a condition *becomes* true that is not, or has been false in between.
    TRANARM
}
