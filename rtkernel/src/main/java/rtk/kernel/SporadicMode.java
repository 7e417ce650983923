package rtk.kernel;

/// How the budget of a sporadic thread is charged and comes back.
public enum SporadicMode {
    /// By the rules of POSIX 2.8.4, with their known defects: the class `PosixSporadic`.
    POSIX,
    /// In chunks that each return one period after their own use began: the class `CorrectedSporadic`.
    CORRECTED
}
