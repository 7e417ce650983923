package rtk.kernel.api;

/// What a mapping allows (`PROT_…`). Programs are not in simulated memory, so there is nothing to execute.
public enum Protection {
    NONE, READ, READ_WRITE
}
