/// Guidance along a route that is known: what to do next, told in time. Finding the route is left out.
package rtk.apps.infotainment.guidance;
