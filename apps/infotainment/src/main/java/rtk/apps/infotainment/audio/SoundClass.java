package rtk.apps.infotainment.audio;

/// What a sound is for; the later ones matter more ([Ducking]).
public enum SoundClass {
    /// Music, radio.
    MEDIA,
    /// Spoken to the driver: navigation, traffic.
    ANNOUNCEMENT,
    /// A call, ringing included.
    PHONE,
    /// Chimes that the law or safety asks for, such as that of the belt.
    WARNING;

    private static final SoundClass[] ALL = values();

    /// @return null if there is none
    static SoundClass ofNumber(int number) { return number >= 0 && number < ALL.length ? ALL[number] : null; }
}
