package dev.toolkit.grpc.call;

import java.util.HashMap;
import java.util.Map;

/**
 * What a server says of its load, with a call or beside all calls. A value that it does not say is
 * 0, and a name that it does not say is missing. See {@code xds.data.orca.v3.OrcaLoadReport} and
 * gRFC A51.
 *
 * @param cpuUtilization the share of the CPU that is used, from 0; above 1 it is more than its
 *     share
 * @param memUtilization the share of the memory that is used, from 0 to 1
 * @param applicationUtilization the share of what the application has to give that is used, from 0;
 *     it stands for the CPU where it is said
 * @param rpsFractional the requests per second, from 0
 * @param eps the errors per second, from 0
 * @param requestCost what a call has cost, by name of the resource
 * @param utilization the shares of other resources that are used, from 0 to 1, by name
 * @param namedMetrics what else the application measures, by name
 */
public record LoadReport(
    double cpuUtilization,
    double memUtilization,
    double applicationUtilization,
    double rpsFractional,
    double eps,
    Map<String, Double> requestCost,
    Map<String, Double> utilization,
    Map<String, Double> namedMetrics) {

  /** A report that says nothing. */
  public static final LoadReport EMPTY =
      new LoadReport(0, 0, 0, 0, 0, Map.of(), Map.of(), Map.of());

  /**
   * Checks the values and copies the maps.
   *
   * @throws IllegalArgumentException if a value is out of its range, or no number
   */
  public LoadReport {
    check("cpuUtilization", cpuUtilization, Double.MAX_VALUE);
    check("memUtilization", memUtilization, 1);
    check("applicationUtilization", applicationUtilization, Double.MAX_VALUE);
    check("rpsFractional", rpsFractional, Double.MAX_VALUE);
    check("eps", eps, Double.MAX_VALUE);
    requestCost = Map.copyOf(requestCost);
    utilization = Map.copyOf(utilization);
    namedMetrics = Map.copyOf(namedMetrics);
    utilization.forEach((name, value) -> check("utilization of " + name, value, 1));
  }

  /** This report with another utilization of the CPU. */
  public LoadReport withCpuUtilization(double value) {
    return new LoadReport(
        value,
        memUtilization,
        applicationUtilization,
        rpsFractional,
        eps,
        requestCost,
        utilization,
        namedMetrics);
  }

  /** This report with another utilization of the memory. */
  public LoadReport withMemUtilization(double value) {
    return new LoadReport(
        cpuUtilization,
        value,
        applicationUtilization,
        rpsFractional,
        eps,
        requestCost,
        utilization,
        namedMetrics);
  }

  /** This report with another utilization of the application. */
  public LoadReport withApplicationUtilization(double value) {
    return new LoadReport(
        cpuUtilization,
        memUtilization,
        value,
        rpsFractional,
        eps,
        requestCost,
        utilization,
        namedMetrics);
  }

  /** This report with other rates of requests and errors, per second. */
  public LoadReport withRates(double rpsFractional, double eps) {
    return new LoadReport(
        cpuUtilization,
        memUtilization,
        applicationUtilization,
        rpsFractional,
        eps,
        requestCost,
        utilization,
        namedMetrics);
  }

  /** This report with the cost of a resource. */
  public LoadReport withRequestCost(String name, double value) {
    return withMaps(with(requestCost, name, value), utilization, namedMetrics);
  }

  /** This report with the utilization of a resource. */
  public LoadReport withUtilization(String name, double value) {
    return withMaps(requestCost, with(utilization, name, value), namedMetrics);
  }

  /** This report with a metric of the application. */
  public LoadReport withNamedMetric(String name, double value) {
    return withMaps(requestCost, utilization, with(namedMetrics, name, value));
  }

  /** What this report says, and of what it says nothing what another does. */
  public LoadReport over(LoadReport other) {
    if (other.equals(EMPTY)) {
      return this;
    }
    if (equals(EMPTY)) {
      return other;
    }
    return new LoadReport(
        cpuUtilization != 0 ? cpuUtilization : other.cpuUtilization,
        memUtilization != 0 ? memUtilization : other.memUtilization,
        applicationUtilization != 0 ? applicationUtilization : other.applicationUtilization,
        rpsFractional != 0 ? rpsFractional : other.rpsFractional,
        eps != 0 ? eps : other.eps,
        over(requestCost, other.requestCost),
        over(utilization, other.utilization),
        over(namedMetrics, other.namedMetrics));
  }

  private LoadReport withMaps(
      Map<String, Double> requestCost,
      Map<String, Double> utilization,
      Map<String, Double> namedMetrics) {
    return new LoadReport(
        cpuUtilization,
        memUtilization,
        applicationUtilization,
        rpsFractional,
        eps,
        requestCost,
        utilization,
        namedMetrics);
  }

  private static Map<String, Double> with(Map<String, Double> map, String name, double value) {
    return over(Map.of(name, value), map);
  }

  private static Map<String, Double> over(Map<String, Double> upper, Map<String, Double> lower) {
    if (upper.isEmpty()) {
      return lower;
    }
    var both = new HashMap<>(lower);
    both.putAll(upper);
    return both;
  }

  private static void check(String name, double value, double max) {
    if (!(value >= 0 && value <= max)) {
      String limit = max == 1 ? ", it must be from 0 to 1" : ", it must be a number >= 0";
      throw new IllegalArgumentException(name + " is " + value + limit);
    }
  }
}
