package rtk.apps.infotainment;

/// What the car does at one instant of a [DriveCycle].
///
/// @param timeMs since the start of the drive
/// @param speedMmps in mm/s
/// @param accelerationMmps2 along the car, in mm/s²; negative when it brakes
/// @param yawMillidegPerS turning to the right is positive
/// @param headingMillideg from true north, clockwise, 0 to 359999
/// @param distanceUm driven since the start
record DriveState(long timeMs, long speedMmps, long accelerationMmps2, long yawMillidegPerS, long headingMillideg,
        long distanceUm) {
    /// Engine speed per car speed in each gear, in rpm per m/s, and up to which car speed the gear is used.
    private static final long[] RPM_PER_MPS = {0, 500, 290, 205, 160};
    private static final long[] GEAR_UP_TO_MMPS = {0, 5_000, 9_000, 13_000, Long.MAX_VALUE};
    private static final long IDLE_RPM = 800;
    /// Half the distance between the wheels of an axle.
    private static final long HALF_TRACK_MM = 780;
    /// Wheel base and steering ratio: how far the hand turns the wheel for a curve.
    private static final long WHEEL_BASE_MM = 2_700;
    private static final long STEERING_RATIO = 15;

    /// 0 standing, else 1 to 4.
    int gear() {
        int gear = 0;
        while (speedMmps > GEAR_UP_TO_MMPS[gear]) gear++;
        return gear;
    }

    long engineRpm() { return Math.max(IDLE_RPM, speedMmps * RPM_PER_MPS[gear()] / 1_000); }

    /// Of a wheel on the left (-1) or right (1) side: in a right turn the left ones are faster.
    long wheelMmps(int side) {
        // 57 296 millidegrees are a radian.
        return Math.max(0, speedMmps - side * yawMillidegPerS * HALF_TRACK_MM / 57_296);
    }

    /// Steering wheel, right positive.
    long steeringMillideg() {
        if (speedMmps < 500) return 0;
        // Small angles: wheel angle = base × yaw rate / speed.
        return STEERING_RATIO * WHEEL_BASE_MM * yawMillidegPerS / speedMmps;
    }

    long lateralMmps2() { return speedMmps * yawMillidegPerS / 57_296; }

    /// In tenths of a percent.
    long pedalPermille() { return accelerationMmps2 > 0 ? Math.min(1_000, 120 + accelerationMmps2 / 6) : speedMmps > 0 ? 90 : 0; }

    boolean brakes() { return accelerationMmps2 < 0; }

    /// In thousandths of a bar.
    long brakeMillibar() { return brakes() ? -accelerationMmps2 * 8 : 0; }
}
