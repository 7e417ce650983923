package rtk.resmgr;

/// An OCB and the name it was opened by.
record Open(Name name, Ocb ocb) {
    IoFunctions io() { return name.io(); }
}
