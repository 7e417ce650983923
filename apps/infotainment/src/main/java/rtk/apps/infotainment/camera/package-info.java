/// The rear-view camera: a picture within two seconds of the reverse gear, whatever else goes on (49 CFR 571.111, S5.5.3).
package rtk.apps.infotainment.camera;
