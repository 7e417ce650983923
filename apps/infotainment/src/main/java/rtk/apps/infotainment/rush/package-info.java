/// Load: what other programs of a head unit ask of its services when all of them wake up at once.
package rtk.apps.infotainment.rush;
