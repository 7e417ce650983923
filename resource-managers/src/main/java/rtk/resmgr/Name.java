package rtk.resmgr;

/// A name that is served, and with what.
record Name(Attr attr, ConnectFunctions connect, IoFunctions io) {}
