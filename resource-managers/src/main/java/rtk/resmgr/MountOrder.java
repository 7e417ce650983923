package rtk.resmgr;

/// Where a prefix stands among equal ones: the flags of QNX's `resmgr_attach`. The constants' numbers go into the message.
public enum MountOrder {
    /// In front of those that are there already.
    NEWEST_FIRST,
    /// In front of all that are not BEFORE themselves, later ones too (`_RESMGR_FLAG_BEFORE`).
    BEFORE,
    /// Behind all others, later ones too unless they are AFTER as well (`_RESMGR_FLAG_AFTER`).
    AFTER
}
