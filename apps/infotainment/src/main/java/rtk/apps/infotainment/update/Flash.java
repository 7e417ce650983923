package rtk.apps.infotainment.update;

/// Memory that keeps its content without power: bytes that are erased by sectors and programmed once after each erase. If the power fails,
/// what was being erased or programmed is undefined, the rest is as it was.
interface Flash {
    int SECTOR_BYTES = 4_096;
    /// What an erased byte reads.
    int ERASED = 0xff;

    /// @param sector from 0
    void erase(int sector);

    /// @param bytes within one sector
    void program(int offset, byte[] bytes);

    byte[] read(int offset, int length);
}
