package rtk.apps.infotainment.guidance;

/// What to do at a place of the route.
///
/// @param atM metres from its start
/// @param turn what to do there
record Manoeuvre(long atM, Turn turn) {
    enum Turn {
        LEFT, RIGHT, STRAIGHT, ARRIVE
    }

    /// Reads `49m:right`.
    ///
    /// @return null if it is none
    static Manoeuvre of(String text) {
        if (!text.matches("[0-9]{1,7}m:(left|right|straight|arrive)")) return null;
        String[] parts = text.split("m:");
        return new Manoeuvre(Long.parseLong(parts[0]), Turn.valueOf(parts[1].toUpperCase(java.util.Locale.ROOT)));
    }
}
