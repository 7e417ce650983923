package rtk.apps.infotainment.diagnostics;

import java.util.List;
import java.util.stream.Stream;

/// The signals that diagnostics asks the gateway for, by their names in `cockpit.dbc`.
enum Reading {
    ENGINE_SPEED("EngineSpeed"),
    ENGINE_TORQUE("EngineTorque"),
    PEDAL("AcceleratorPedal"),
    SPEED("VehicleSpeed"),
    ODOMETER("Odometer"),
    COOLANT("CoolantTemperature"),
    OIL("EngineOilTemperature"),
    INTAKE("IntakeTemperature"),
    FUEL_LEVEL("FuelLevel"),
    FUEL_RATE("FuelRate"),
    OUTSIDE("OutsideTemperature"),
    BATTERY("BatteryVoltage");

    private final String signal;

    Reading(String signal) { this.signal = signal; }

    static List<String> signals() { return Stream.of(values()).map(reading -> reading.signal).toList(); }
}
